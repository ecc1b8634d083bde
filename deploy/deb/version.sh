#!/bin/sh
# A version that grows with every commit: 0.1.COUNT, and 0.1.0 where there is no history.
count=$(git rev-list --count HEAD 2>/dev/null || echo 0)
dirty=$(git status --porcelain --untracked-files=no 2>/dev/null | head -n 1)
echo "0.1.$count${dirty:++dirty}"
