# Deletes reports that are older than $1 days: each is a line in the job's log, their number is the result.
set -eu
folder=${SHOP_DATA:-var}/reports
deleted=
[ ! -d "$folder" ] || deleted=$(find "$folder" -name '*.csv' -mtime "+$1" -print -delete)
count=0
while read -r file; do
  [ -n "$file" ] || continue
  echo "deleted $file"
  count=$((count + 1))
done <<END
$deleted
END
echo "::skep {\"result\":{\"deleted\":$count}}"
