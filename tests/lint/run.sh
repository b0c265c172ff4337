#!/bin/sh
# run.sh SOURCE...: cppcheck over them, and what the compilers cannot tell.
# `make lint` has run gcc -fanalyzer and clang-tidy before.
set -eu
cd "$(dirname "$0")/../.."
build=build/lint
mkdir -p $build
folders=$(find pipeline training tests/unit build/release -type d |
    sed 's/^/-I/')
echo '  cppcheck'
# shellcheck disable=SC2086
cppcheck --quiet --std=c11 --platform=unix64 --error-exitcode=1 \
    --enable=warning,performance,portability --inline-suppr \
    --suppressions-list=tests/lint/cppcheck.txt --cppcheck-build-dir=$build \
    --template='{file}:{line}: {id}: {message}' $folders "$@"
# STYLE: banned functions
! grep -nE '(^|[^_a-z])(strcpy|strcat|sprintf|strtok|atoi|gets|alloca|system|setlocale|rand)\(' "$@"
