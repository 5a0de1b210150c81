/* Who was sent which event and when; what was lost, came twice or came out of order. */
#include "crowd.h"

#include <stdlib.h>
#include <string.h>

struct tally tally;
static uint64_t *seen; /* a bit an event, reader by reader */
static int words;

/* Forget what was counted and count these events from now on. */
void expect(int64_t first, int count, bool with_times) {
    free(seen);
    free(tally.got);
    free(tally.arrived);
    memset(&tally, 0, sizeof tally);
    tally.first = first;
    tally.count = count;
    words = (count + 63) / 64;
    seen = calloc((size_t)MOST_READERS * words, sizeof *seen);
    tally.got = calloc(count, sizeof *tally.got);
    if (with_times)
        tally.arrived = calloc((size_t)count * (reader_count + 1), sizeof *tally.arrived);
    if (!seen || !tally.got || (with_times && !tally.arrived))
        die("There is no memory for so many events.");
    for (int n = 0; n < reader_count; n++) {
        readers[n].highest = first - 1;
        readers[n].seen_count = readers[n].told = 0;
    }
}

static int64_t lacking(const struct reader *reader) {
    int64_t before = reader->cursor >= tally.first ? reader->cursor : tally.first - 1;
    return tally.first + tally.count - 1 - before;
}

void heard(struct reader *reader, int number, int64_t offset, uint64_t bytes, int64_t now) {
    int64_t event = offset - tally.first;
    if (tally.count == 0)
        return;
    if (event < 0 || event >= tally.count) {
        tally.strange++;
        return;
    }
    uint64_t *word = &seen[(size_t)number * words + event / 64], bit = 1ULL << event % 64;
    if (*word & bit || offset <= reader->cursor) {
        tally.twice++;
        return;
    }
    *word |= bit;
    if (offset < reader->highest)
        tally.disordered++;
    else
        reader->highest = offset;
    if (tally.arrived)
        tally.arrived[event * reader_count + tally.got[event]] = now;
    tally.got[event]++;
    if (bytes > tally.frame_bytes)
        tally.frame_bytes = bytes;
    if (++reader->seen_count == lacking(reader)) {
        reader->told = now;
        tally.told_count++;
    }
}

/* Events that a reader lacks; all of them for one who was refused or hung up on. */
int64_t lost(void) {
    int64_t count = 0;
    for (int n = 0; tally.count && n < reader_count; n++)
        if (!readers[n].is_deaf)
            count += lacking(&readers[n]) - readers[n].seen_count;
    return count;
}
