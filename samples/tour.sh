#!/bin/sh
# The sample documents, and four questions whose answers would be wrong if they came from the wrong one of two
# near-identical documents. WENYUAN is the command, WENYUAN_HOME the library's folder.
set -eu

bold='' plain=''
if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); fi

ask() {
  printf '\n── %s\n%s%s%s\n\n' "$1" "$bold" "$2" "$plain"
  status=0
  "$WENYUAN" ask "$2" || status=$?
  # 3 is a refusal: an answer too, and here the right one.
  [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || exit "$status"
}

printf 'Adding samples/documents to the library in %s\n' "$WENYUAN_HOME"
"$WENYUAN" add samples/documents

ask 'Two leases, nearly the same: the citation says whose notice this is' \
  'How much notice must the tenant of Unit 4B give to end the lease early?'
ask 'A reason in the words of the report, with the page to check it on' \
  'Why did Brindlewick Ferries spend more on maintenance in 2024?'
ask '两份出院小结几乎一样，剂量不同：出处说明是哪一份' \
  '病案号A-0471的患者出院时阿托伐他汀每次用多少？'
ask 'Nothing in the documents says this, so neither does the answer' \
  'Who is the chief executive of Brindlewick Ports?'

printf '\nNow ask your own:\n'
printf '  export WENYUAN_HOME="%s"\n' "$WENYUAN_HOME"
printf '  %s ask "2024年澜汐轮渡的船舶维修费用为什么下降？"\n' "$WENYUAN"
printf '  %s add ~/Documents\n' "$WENYUAN"
