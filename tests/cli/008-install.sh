#!/bin/sh
# 008-install.sh VIGIE: `make install` puts the program and all it needs where
# it finds them, readable by everyone, whatever stands beside.
. "$(dirname "$0")/lib.sh"

# build/vigie or build/VARIANT/vigie: that build is installed
tree=${1%/vigie}
variant=${tree##*/}
[ "$variant" != build ] || variant=release
unset MAKEFLAGS MFLAGS MAKELEVEL VARIANT

# install_to PREFIX
install_to() {
    make -s -C "$repository" install VARIANT="$variant" PREFIX="$1" \
        DESTDIR="$work/root"
}

if [ "$(cd "$repository" && make -s -n all VARIANT="$variant" | wc -l)" != 0 ]
then
    skip 'another build than those of this tree'
    finish
fi
umask 077
expect 0 install_to /usr
expect 0 install_to /usr # over itself
share=root/usr/share/vigie
ran='make install'
equal 'files nobody else reads' '' "$(find root/usr -type f ! -perm -444)"
equal 'folders nobody else enters' '' \
    "$(find root/usr/bin $share -type d ! -perm -555)"
[ -x root/usr/bin/vigie ] && ok || fail 'bin/vigie is no program'
diff -r data $share/data >out && diff -r models $share/models >>out && ok ||
    fail 'not all of data and models' out

# from anywhere, by a link, beside folders of the same name
installed=$work/root/usr/bin/vigie
mkdir -p root/usr/models root/models away
ln -s "$installed" away/lookout
rm data models
cd away || exit 1
quiet "$installed" explain Bonjour
cp out wanted
quiet ./lookout explain Bonjour
same 'by a link' wanted out
quiet ./lookout score --now 2026-06-01T10:00Z \
    "$work/$share/data/sample/batch.jsonl"
quiet "$installed" models --format json
holds out ".[0].folder == \"$work/$share/models/fr-comments\""

finish
