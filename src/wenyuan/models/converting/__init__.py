"""Weights as other programs keep them, made into what ONNX Runtime runs, without those programs."""
