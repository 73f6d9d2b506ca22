#!/usr/bin/env bash
# TensorFlow 2.21.0 no longer listens to TF_CPP_MIN_LOG_LEVEL while it is imported.
#
# Set to 3, the variable kept all but fatal errors back, and who wants a quiet `import tensorflow` sets it
# before. In 2.20.0 it still does. In 2.21.0 the same lines ("oneDNN custom operations are on ...", "Could
# not find cuda drivers ...") come to standard error whatever it says, behind "All log messages before
# absl::InitializeLog() is called are written to STDERR". What takes anything on standard error for a fault
# sees one. `sys.stderr` does not help: they are written to the file descriptor.
#
# Seen, lines on standard error of `import tensorflow` with TF_CPP_MIN_LOG_LEVEL=3, Linux, no graphics card:
#   tensorflow 2.20.0   none
#   tensorflow 2.21.0   some, with "oneDNN" or "cuda" in them
#
# Exit status 0: still so. 1: it has changed. 2: it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
changed=0
for pinned in tensorflow==2.20.0 tensorflow==2.21.0; do
  "${PYTHON:-python3}" -m venv "$folder/$pinned" || exit 2
  "$folder/$pinned/bin/pip" install --quiet --disable-pip-version-check "$pinned" || exit 2
  TF_CPP_MIN_LOG_LEVEL=3 "$folder/$pinned/bin/python" -c "import tensorflow" \
    2>"$folder/said" || exit 2
  lines=$(wc -l <"$folder/said")
  echo "$pinned, TF_CPP_MIN_LOG_LEVEL=3: $lines lines on standard error"
  sed 's/^/    /' "$folder/said" | cut -c1-110
  if [ "$pinned" = tensorflow==2.20.0 ]; then
    [ "$lines" -eq 0 ] || changed=1
  else
    grep -qiE "onednn|cuda" "$folder/said" || changed=1
  fi
done
exit "$changed"
