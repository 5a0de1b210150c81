/* Many readers come together, and go together. */
#include "crowd.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

/* Call until everybody is in or was refused, so many at once, and print how it went. */
void connect_readers(const struct calls *calls) {
    int first = reader_count, called = 0, begin = settled;
    int64_t started = now_ns(), until = started + calls->patience_ms * 1000000LL;
    if (first + calls->count > MOST_READERS)
        die("So many readers are too many.");
    while (now_ns() < until) {
        while (called < calls->count && called - (settled - begin) < calls->flight) {
            call(calls);
            called++;
        }
        if (settled - begin == calls->count &&
            (!calls->until_told || tally.told_count >= counted_readers()))
            break;
        turn(until);
    }
    int open = 0, told = 0;
    int64_t last = started, *took = calloc(calls->count + 1, sizeof *took);
    int64_t *waits = calloc(calls->count + 1, sizeof *waits);
    for (int n = first; n < reader_count; n++) {
        struct reader *reader = &readers[n];
        if (reader->stage < OPEN)
            leave(reader, REFUSED);
        if (reader->opened) {
            took[open++] = reader->opened - reader->called;
            last = reader->opened > last ? reader->opened : last;
        }
        if (reader->told)
            waits[told++] = reader->told - started;
    }
    qsort(took, open, sizeof *took, by_size);
    qsort(waits, told, sizeof *waits, by_size);
    printf("{\"opened\":%d,\"refused\":%d,\"seconds\":%.6f,\"p50\":%.3f,\"p99\":%.3f,\"last\":%.3f,"
           "\"told\":%d,\"told_p50\":%.3f,\"told_p99\":%.3f,\"told_last\":%.3f,\"lost\":%lld,"
           "\"twice\":%lld,\"disordered\":%lld,\"strange\":%lld}\n",
           open, calls->count - open, (last - started) / 1e9, ranked_ms(took, open, 0.5),
           ranked_ms(took, open, 0.99), ranked_ms(took, open, 1), told, ranked_ms(waits, told, 0.5),
           ranked_ms(waits, told, 0.99), ranked_ms(waits, told, 1), (long long)lost(),
           (long long)tally.twice, (long long)tally.disordered, (long long)tally.strange);
    free(took);
    free(waits);
}

/* Everybody is gone at once, without a goodbye, as when a line fails. */
void drop_readers(void) {
    struct linger now = {.l_onoff = 1};
    for (int n = 0; n < reader_count; n++) {
        if (readers[n].stage > OPEN)
            continue;
        setsockopt(readers[n].source.fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        leave(&readers[n], HUNG_UP);
    }
    reader_count = 0;
}
