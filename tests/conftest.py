"""Here so that every test folder can import `shelf`."""
