#!/bin/sh
# 007-hardened.sh VIGIE: the release build has what makes a hole in it hard to
# use: see HARDEN in the Makefile.
. "$(dirname "$0")/lib.sh"

if [ -n "$sanitized" ] || ! grep -qF __stack_chk_fail "$VIGIE"; then
    skip 'a sanitizer, or another build than the release'
    finish
fi
if ! command -v readelf >readelf; then
    skip 'no readelf'
    finish
fi
readelf --wide --file-header --program-headers --dynamic --notes \
    --dyn-syms "$VIGIE" >out 2>err
ran=readelf

out_has 'Type: +DYN'                            # loads anywhere
out_has 'FLAGS_1.*PIE'
out_has 'GNU_RELRO'                             # tables of addresses ...
out_has 'BIND_NOW|FLAGS_1.*NOW'                 # ... are never writable
out_has 'GNU_STACK .* RW +0x'                   # data is not run
out_lacks 'LOAD .* RWE '
out_lacks 'R(UN)?PATH'                          # nobody brings a library along
out_lacks 'NEEDED.*(curl|microhttp|svm|linear)' # few commands need them
out_has ' __stack_chk_fail@'                    # overruns are seen
out_has ' __(mem|str|snprintf|vsnprintf|fprintf).*_chk@'
if readelf --file-header "$VIGIE" | grep -q X86-64; then
    objdump -d --no-show-raw-insn "$VIGIE" >code
    [ "$(grep -c endbr64 code)" -gt 500 ] && ok ||
        fail 'jumps may land anywhere: built without -fcf-protection'
    # a frame larger than a page is touched page by page
    grep -qE 'sub +\$0x1000,%rsp' code && ok ||
        fail 'built without -fstack-clash-protection'
else
    skip 'not an x86-64: code not looked at'
fi

finish
