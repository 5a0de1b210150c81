/* Readers: they call, shake hands, take what comes and answer nothing but pings. */
#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { A_SOURCE = 5000 }; /* readers of one address: where half its ports are taken, connect() searches */

struct reader *readers;
int reader_count;
int settled;
static const struct calls *calls;
static int listening;
static uint8_t buffer[1 << 18];

void prepare_readers(void) {
    readers = calloc(MOST_READERS, sizeof *readers);
    if (!readers)
        die("There is no memory for readers.");
}

/* Those who are in, and read. */
int counted_readers(void) {
    return listening;
}

/* It is over with this reader. */
void leave(struct reader *reader, enum stage stage) {
    if (reader->stage < OPEN)
        settled++;
    listening -= reader->stage == OPEN && !reader->is_deaf;
    reader->stage = stage;
    unwatch(&reader->source);
    close(reader->source.fd);
}

/* Take the next place and begin to connect. */
void call(const struct calls *given) {
    struct reader *reader = &readers[reader_count++];
    int yes = 1, small = 4096, segment = 1400;
    int number = reader - readers;
    calls = given;
    int64_t cursor = calls->span ? calls->from + number % calls->span : 0;
    memset(reader, 0, sizeof *reader);
    reader->cursor = cursor;
    reader->is_deaf = calls->is_deaf;
    reader->highest = tally.first - 1;
    reader->stage = CALLING;
    reader->source.kind = READER;
    reader->source.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (reader->source.fd < 0)
        die("There are no files left for a reader.");
    if (reader->is_deaf) {
        /* Segments as on a real line: the loopback's let the server's kernel buffer megabytes. */
        setsockopt(reader->source.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
        setsockopt(reader->source.fd, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment);
    }
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + number / A_SOURCE);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(calls->port);
    setsockopt(reader->source.fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    bind(reader->source.fd, (struct sockaddr *)&from, sizeof from);
    reader->called = now_ns();
    watch(&reader->source, EPOLLOUT);
    if (connect(reader->source.fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS)
        leave(reader, REFUSED);
}

static void shake_hands(struct reader *reader) {
    char path[512], request[1024];
    int problem = 0;
    socklen_t size = sizeof problem;
    getsockopt(reader->source.fd, SOL_SOCKET, SO_ERROR, &problem, &size);
    const char *place = strstr(calls->path, "{offset}");
    if (place)
        snprintf(path, sizeof path, "%.*s%lld%s", (int)(place - calls->path), calls->path,
                 (long long)reader->cursor, place + strlen("{offset}"));
    else
        snprintf(path, sizeof path, "%s", calls->path);
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: ZWxlY3Rpb24gbmlnaHRzLg==\r\n\r\n",
                          path, calls->port);
    if (problem || send(reader->source.fd, request, length, MSG_NOSIGNAL) != length) {
        leave(reader, REFUSED);
        return;
    }
    reader->stage = SHAKING;
    rewatch(&reader->source, EPOLLIN);
}

/* Read the answer's head; what of `data` comes after it, or NULL where it goes on. */
static const uint8_t *head_end(struct reader *reader, const uint8_t *data, size_t size) {
    for (const uint8_t *at = data; at < data + size; at++) {
        if (reader->answer_size < sizeof reader->status)
            reader->status[reader->answer_size] = *at;
        reader->answer_size++;
        reader->line_ends = *at == "\r\n\r\n"[reader->line_ends] ? reader->line_ends + 1 : *at == '\r';
        if (reader->line_ends == 4)
            return at + 1;
    }
    return NULL;
}

static void say(struct reader *reader, int opcode, int64_t now) {
    struct frames *frames = &reader->frames;
    if (opcode == TEXT) {
        int64_t offset = offset_of(frames->start, frames->start_size);
        if (offset >= 0)
            heard(reader, reader - readers, offset, frames->text_size, now);
    } else if (opcode == PING) {
        uint8_t pong[6 + 125] = {0x8a, 0x80 | frames->control_size}; /* masked with noughts */
        memcpy(pong + 6, frames->control, frames->control_size);
        (void)!send(reader->source.fd, pong, 6 + frames->control_size, MSG_NOSIGNAL);
    }
}

static void answered(struct reader *reader, const uint8_t *rest, size_t size, int64_t now) {
    if (memcmp(reader->status, "HTTP/1.1 101", sizeof reader->status)) {
        leave(reader, REFUSED);
        return;
    }
    reader->stage = OPEN;
    reader->opened = now;
    settled++;
    listening += !reader->is_deaf;
    if (reader->is_deaf)
        unwatch(&reader->source);
    else if (!take(reader, rest, size, now, say))
        leave(reader, HUNG_UP);
}

void readers_turn(struct reader *reader, uint32_t events, int64_t now) {
    if (reader->stage == CALLING) {
        shake_hands(reader);
        return;
    }
    if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR)) || reader->stage > OPEN)
        return;
    ssize_t size = recv(reader->source.fd, buffer, sizeof buffer, 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    now = now_ns();
    if (size <= 0) {
        leave(reader, reader->stage == OPEN ? HUNG_UP : REFUSED);
    } else if (reader->stage == SHAKING) {
        const uint8_t *rest = head_end(reader, buffer, size);
        if (rest)
            answered(reader, rest, buffer + size - rest, now);
    } else if (!take(reader, buffer, size, now, say)) {
        leave(reader, HUNG_UP);
    }
}
