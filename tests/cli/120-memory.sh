#!/bin/bash
# 120-memory.sh VIGIE: the memory of a stream does not grow with it.
#   BYTES=1000000000  how long the stream is (default 16 MB)
. "$(dirname "$0")/lib.sh"

if [ -n "$sanitized" ]; then
    skip 'a sanitizer keeps what is freed: its memory says nothing'
    finish
fi
if [ ! -r /proc/self/status ]; then
    skip 'no /proc to read the memory of a process from'
    finish
fi
bytes=${BYTES:-16000000}
ceiling=$((128 * 1024)) # kB
mkfifo feed

# stream BYTES: the sample again and again, with new ids, to the fifo; at
# least so many bytes, and the number of lines to the file `lines`
sed 's/^{"id": "[^"]*"//' data/sample/batch.jsonl |
    awk '{ body[NR - 1] = $0 }
        END { for (i = 0; i < 2000; i++) print i "\"" body[i % NR] }' >chunk
stream() {
    local written=0 number=0 size
    size=$(wc -c <chunk)
    while [ $written -lt "$1" ]; do
        sed "s/^/{\"id\":\"$number-/" chunk
        written=$((written + size))
        number=$((number + 1))
    done
    echo $((number * 2000)) >lines
}

# peak WHAT COMMAND...: runs it on the stream `feed` and watches its memory
peak() {
    local what=$1 pid seen
    shift
    high=0
    "$@" <feed >out 2>err &
    pid=$!
    while seen=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB$/\1/p' \
        "/proc/$pid/status" 2>gone) && [ -n "$seen" ]; do
        high=$seen
        sleep 0.05
    done
    wait $pid
    status=$?
    ran=$what
    if [ "$high" -gt 0 ] && [ "$high" -lt $ceiling ]; then
        ok
    else
        fail "$what: $high kB at the most, allowed are $ceiling" err
    fi
    printf '%s: %d kB at the most\n' "$what" "$high"
}

# ---- the filter -----------------------------------------------------------

stream 2000000 >feed &
peak "2 MB through the filter" "$VIGIE" score --stdout --reasons -
small=$high
stream "$bytes" >feed &
peak "$bytes bytes through the filter" "$VIGIE" score --stdout --reasons -
equal "$ran: exit status" 0 $status
[ "$high" -lt $((small + 16384)) ] && ok ||
    fail "$ran: $high kB, after 2 MB $small kB"
equal 'lines in and out' "$(cat lines)" "$(wc -l <out)"
rm -f out
stream 4000000 >feed &
peak '4 MB through the filter on 8 threads' \
    "$VIGIE" score --stdout --threads 8 -
stream 4000000 | gzip >feed &
peak '4 MB, gzipped, through the filter' "$VIGIE" score --stdout -

# texts as long as they may be, of words that are all different
awk 'BEGIN { for (i = 0; i < 25000; i++) printf "mot%d b\303\252te ", i }' |
    head -c 262000 | jq -R -c '{id: 1, text: .}' >long
for threads in 1 2; do # each thread that meets one takes 20 MB
    {
        for _ in {1..10}; do cat long; done
    } >feed &
    peak "long texts through the filter on $threads threads" \
        "$VIGIE" score --stdout --reasons --threads $threads -
    equal "$ran: exit status" 0 $status
done
# lines that are refused, and one that never ends
yes '{"id":1,"text":5}' | head -c 5000000 >feed &
peak 'broken lines through the filter' "$VIGIE" score --stdout -
head -c 50000000 /dev/zero | tr '\0' x >feed &
peak 'a line of 50 MB through the filter' \
    "$VIGIE" score --stdout --format jsonl -
equal "$ran: exit status" 65 $status

# ---- the store ------------------------------------------------------------

stream 4000000 >feed &
peak '4 MB into the store' "$VIGIE" ingest -
fresh
stream 2000000 >feed &
peak '2 MB into the store, scored' "$VIGIE" score -

finish
