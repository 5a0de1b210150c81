/* A crowd of readers in one loop: quick enough not to be what is measured. */
#ifndef CROWD_H
#define CROWD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { START = 64, MOST_READERS = 100000 };

/* What an epoll event belongs to. */
struct source {
    enum { READER, TRIGGER, ORDERS } kind;
    int fd;
};

/* A WebSocket's frames as they come in, cut anywhere. */
struct frames {
    uint8_t head[14], have;   /* the head of the frame, as far as it is there */
    uint8_t start[START];     /* the first bytes of the text */
    uint8_t control[125];     /* the payload of a control frame */
    uint8_t start_size, control_size;
    uint64_t left;            /* bytes of the frame that are still to come */
    uint64_t text_size;
    bool in_frame;
};

enum stage { UNUSED, CALLING, SHAKING, OPEN, REFUSED, HUNG_UP };

struct reader {
    struct source source;
    enum stage stage;
    bool is_deaf;             /* never reads, and is not counted */
    uint8_t status[12];       /* "HTTP/1.1 101" */
    uint16_t answer_size;
    uint8_t line_ends;        /* how much of \r\n\r\n was just there */
    struct frames frames;
    int64_t cursor;           /* the offset that it named when it came */
    int64_t highest;          /* the highest offset that it was sent */
    int64_t seen_count;
    int64_t called, opened, told; /* CLOCK_MONOTONIC, nanoseconds; 0: not yet */
};

/* frames.c */
enum { TEXT = 1, CLOSE = 8, PING = 9 };
typedef void (*on_frame)(struct reader *, int opcode, int64_t now);
bool take(struct reader *reader, const uint8_t *data, size_t size, int64_t now, on_frame say);
int64_t offset_of(const uint8_t *start, size_t size);

/* tally.c: who was sent which event, and when */
extern struct tally {
    int64_t first;            /* the offset of the first event that is expected */
    int count;
    int64_t told_count;       /* readers who have all that they lacked */
    int64_t twice, disordered, strange;
    uint64_t frame_bytes;     /* of the longest event */
    int64_t *got;             /* by event: readers who have it */
    int64_t *arrived;         /* by event and reader; NULL where nobody asked */
} tally;
void expect(int64_t first, int count, bool with_times);
void heard(struct reader *reader, int number, int64_t offset, uint64_t bytes, int64_t now);
int64_t lost(void);

/* readers.c */
extern struct reader *readers;
extern int reader_count;
extern int settled;           /* calls that came to something, ever */
struct calls {
    int count, flight, port, patience_ms;
    const char *path;         /* with {offset} where the position belongs */
    int64_t from, span;       /* positions from, from + 1, ... from + span - 1, and again */
    bool is_deaf, until_told;
};
void prepare_readers(void);
void call(const struct calls *calls);
void leave(struct reader *reader, enum stage stage);
int counted_readers(void);
void readers_turn(struct reader *reader, uint32_t events, int64_t now);

/* herd.c */
void connect_readers(const struct calls *calls);
void drop_readers(void);

/* firing.c */
struct volley {
    const char *file;         /* the requests: "LENGTH\n" and so many bytes, each */
    int port, every_us, pause_us, patience_ms;
    int64_t first;
};
void fire(const struct volley *volley);
void trigger_turn(struct source *trigger, int64_t now);

/* crowd.c: the loop */
extern int64_t waited;        /* nanoseconds in which the crowd had nothing to do */
int64_t now_ns(void);
void turn(int64_t until);
void watch(struct source *source, uint32_t events);
void rewatch(struct source *source, uint32_t events);
void unwatch(struct source *source);
void die(const char *what);
int by_size(const void *a, const void *b);
double ranked_ms(const int64_t *sorted, int64_t count, double share);

#endif
