/* Orders come in line by line, "VERB name=value ...", and are answered with a line of JSON.
 *
 *     connect  count= flight= port= path= [from= span=] [deaf=1] [told=1] patience=
 *     expect   first= count=
 *     fire     file= port= first= [every=] [pause=] patience=
 *     drop
 *
 * Times are milliseconds, but for `every` and `pause`: microseconds.
 *
 * As `crowd frames CUT FIRST COUNT` it takes frames from its standard input, so many bytes at a
 * time, and tells what one reader made of them. */
#define _GNU_SOURCE
#include "crowd.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { AT_ONCE = 512 };

int64_t waited;
static int epoll;

int64_t now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

void die(const char *what) {
    fprintf(stderr, "crowd: %s (%s)\n", what, strerror(errno));
    exit(1);
}

int by_size(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The smallest value that such a share of them does not exceed; -1 where there are none. */
double ranked_ms(const int64_t *sorted, int64_t count, double share) {
    return count ? sorted[(int64_t)ceil(share * count) - 1] / 1e6 : -1;
}

void watch(struct source *source, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = source};
    epoll_ctl(epoll, EPOLL_CTL_ADD, source->fd, &event);
}

void rewatch(struct source *source, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = source};
    epoll_ctl(epoll, EPOLL_CTL_MOD, source->fd, &event);
}

void unwatch(struct source *source) {
    epoll_ctl(epoll, EPOLL_CTL_DEL, source->fd, NULL);
}

static char *next_order(void) {
    static char line[2048];
    return fgets(line, sizeof line, stdin);
}

static struct source orders = {.kind = ORDERS, .fd = STDIN_FILENO};
static bool is_ordered;

/* See to whatever is there; wait for it until then if nothing is. */
void turn(int64_t until) {
    struct epoll_event events[AT_ONCE];
    int64_t before = now_ns(), left = until - before;
    struct timespec time = {left / 1000000000, left % 1000000000};
    if (left < 0)
        time = (struct timespec){0, 0};
    int count = epoll_pwait2(epoll, events, AT_ONCE, &time, NULL);
    int64_t now = now_ns();
    waited += now - before;
    for (int n = 0; n < count; n++) {
        struct source *source = events[n].data.ptr;
        if (source->kind == READER)
            readers_turn((struct reader *)source, events[n].events, now);
        else if (source->kind == TRIGGER)
            trigger_turn(source, now);
        else
            is_ordered = true;
    }
}

static const char *value(char *const *words, const char *name, const char *otherwise) {
    size_t size = strlen(name);
    for (; *words; words++)
        if (!strncmp(*words, name, size) && (*words)[size] == '=')
            return *words + size + 1;
    return otherwise;
}

static int64_t number(char *const *words, const char *name) {
    return atoll(value(words, name, "0"));
}

static void obey(char *line) {
    char *words[32] = {0};
    int count = 0;
    for (char *word = strtok(line, " \n"); word && count < 31; word = strtok(NULL, " \n"))
        words[count++] = word;
    const char *verb = count ? words[0] : "";
    if (!strcmp(verb, "connect")) {
        struct calls calls = {
            .count = number(words, "count"),
            .flight = number(words, "flight"),
            .port = number(words, "port"),
            .patience_ms = number(words, "patience"),
            .path = value(words, "path", "/"),
            .from = number(words, "from"),
            .span = number(words, "span"),
            .is_deaf = number(words, "deaf"),
            .until_told = number(words, "told"),
        };
        connect_readers(&calls);
    } else if (!strcmp(verb, "fire")) {
        struct volley volley = {
            .file = value(words, "file", ""),
            .port = number(words, "port"),
            .every_us = number(words, "every"),
            .pause_us = number(words, "pause"),
            .patience_ms = number(words, "patience"),
            .first = number(words, "first"),
        };
        fire(&volley);
    } else if (!strcmp(verb, "expect")) {
        expect(number(words, "first"), number(words, "count"), false);
        printf("{}\n");
    } else if (!strcmp(verb, "drop")) {
        drop_readers();
        printf("{}\n");
    } else {
        die("There is no such order.");
    }
}

static int texts, pings;

static void note(struct reader *reader, int opcode, int64_t now) {
    struct frames *frames = &reader->frames;
    pings += opcode == PING;
    if (opcode != TEXT)
        return;
    int64_t offset = offset_of(frames->start, frames->start_size);
    printf("%s[%lld,%llu]", texts++ ? "," : "", (long long)offset,
           (unsigned long long)frames->text_size);
    if (offset >= 0)
        heard(reader, 0, offset, frames->text_size, now);
}

static int read_frames(int cut, int64_t first, int count) {
    static uint8_t data[1 << 16];
    bool is_sound = true;
    size_t size;
    reader_count = 1;
    expect(first, count, true);
    printf("{\"texts\":[");
    while (is_sound && (size = fread(data, 1, cut, stdin)) > 0)
        is_sound = take(readers, data, size, now_ns(), note);
    printf("],\"pings\":%d,\"sound\":%s,\"lost\":%lld,\"twice\":%lld,\"disordered\":%lld,"
           "\"strange\":%lld}\n",
           pings, is_sound ? "true" : "false", (long long)lost(), (long long)tally.twice,
           (long long)tally.disordered, (long long)tally.strange);
    return 0;
}

int main(int argc, char **argv) {
    prepare_readers();
    if (argc == 5 && !strcmp(argv[1], "frames"))
        return read_frames(atoi(argv[2]) > 65536 ? 65536 : atoi(argv[2]), atoll(argv[3]), atoi(argv[4]));
    setvbuf(stdin, NULL, _IONBF, 0); /* what stdio held back would not show in epoll */
    setvbuf(stdout, NULL, _IOLBF, 0);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(&orders, EPOLLIN);
    for (;;) {
        char *line;
        is_ordered = false;
        while (!is_ordered)
            turn(now_ns() + 1000000000);
        if (!(line = next_order()))
            return 0;
        obey(line);
    }
}
