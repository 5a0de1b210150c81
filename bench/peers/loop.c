/* The physical limit: a server that does nothing but send() to every socket.
 *
 *     loop PORT [coalesce]
 *
 * A GET is answered as a WebSocket handshake, a POST is a trigger: its body goes to everybody as a
 * text frame. Plainly, trigger by trigger; or, told to coalesce, each reader has a cursor into one
 * log of bytes and each write takes it to the head, and triggers are looked for between slices. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 1 << 17, SLICE = 256, HEAD = 1 << 17 };

struct peer {
    int fd, place;      /* where it stands among the readers; -1: it has not shaken hands */
    char *head;         /* of its request */
    size_t head_size;
    size_t cursor;      /* what of the log it was sent */
    bool waits;         /* for room in its socket */
};

static struct peer *by_fd[MOST], *readers[MOST];
static int reader_count, epoll;
static bool coalesces;
static uint8_t *log_bytes;
static size_t log_size, log_room;

static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void watch(int how, struct peer *peer, uint32_t events) {
    struct epoll_event event = {.events = events, .data.fd = peer->fd};
    epoll_ctl(epoll, how, peer->fd, &event);
}

static void drop(struct peer *peer) {
    if (peer->place >= 0) {
        readers[peer->place] = readers[--reader_count];
        readers[peer->place]->place = peer->place;
    }
    by_fd[peer->fd] = NULL;
    close(peer->fd);
    free(peer->head);
    free(peer);
}

/* The text as an unmasked frame, at the end of the log. */
static void append(const char *text, size_t size) {
    uint8_t head[10] = {0x81, size < 126 ? size : size < 65536 ? 126 : 127};
    size_t head_size = size < 126 ? 2 : size < 65536 ? 4 : 10;
    for (size_t n = 2, bytes = head_size - 2; n < head_size; n++)
        head[n] = size >> 8 * (bytes - 1 - (n - 2));
    if (!coalesces)
        log_size = 0;
    if (log_size + head_size + size > log_room) {
        log_room = 2 * (log_room + head_size + size);
        log_bytes = realloc(log_bytes, log_room);
    }
    memcpy(log_bytes + log_size, head, head_size);
    memcpy(log_bytes + log_size + head_size, text, size);
    log_size += head_size + size;
}

static void serve(struct peer *reader) {
    bool waited = reader->waits;
    reader->waits = false;
    while (reader->cursor < log_size && !reader->waits) {
        size_t lacks = log_size - reader->cursor;
        ssize_t sent = send(reader->fd, log_bytes + reader->cursor, lacks, MSG_NOSIGNAL);
        if (sent > 0)
            reader->cursor += sent;
        else if (errno == EAGAIN)
            reader->waits = true;
        else
            return;
    }
    if (reader->waits != waited)
        watch(EPOLL_CTL_MOD, reader, reader->waits ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void answer(struct peer *peer, double took) {
    char text[256];
    int size = snprintf(text, sizeof text,
                        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"seconds\":%.6f}", took);
    (void)!send(peer->fd, text, size, MSG_NOSIGNAL);
    drop(peer);
}

static void trigger(struct peer *peer, const char *body, size_t size) {
    double started = seconds();
    append(body, size);
    if (!coalesces)
        for (int n = 0; n < reader_count; n++) /* this is all there is to it */
            (void)!send(readers[n]->fd, log_bytes, log_size, MSG_NOSIGNAL);
    answer(peer, seconds() - started);
}

static void shake_hands(struct peer *peer) {
    static const char words[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                "Connection: Upgrade\r\nSec-WebSocket-Accept: of-no-matter\r\n\r\n";
    peer->place = reader_count;
    peer->cursor = log_size;
    readers[reader_count++] = peer;
    free(peer->head);
    peer->head = NULL;
    (void)!send(peer->fd, words, sizeof words - 1, MSG_NOSIGNAL);
}

/* More of a request; whoever is a reader already only answers pings, if at all. */
static void hear(struct peer *peer) {
    char more[4096];
    char *into = peer->place < 0 ? peer->head + peer->head_size : more;
    size_t room = peer->place < 0 ? HEAD - 1 - peer->head_size : sizeof more;
    ssize_t size = recv(peer->fd, into, room, 0);
    if (size == 0 || (size < 0 && errno != EAGAIN))
        drop(peer);
    if (size <= 0 || peer->place >= 0)
        return;
    peer->head_size += size;
    peer->head[peer->head_size] = 0;
    char *end = strstr(peer->head, "\r\n\r\n");
    if (!end)
        return;
    if (strncmp(peer->head, "POST", 4)) {
        shake_hands(peer);
        return;
    }
    char *length = strcasestr(peer->head, "content-length:");
    size_t wanted = length ? strtoul(length + 15, NULL, 10) : 0;
    if (peer->head_size - (end + 4 - peer->head) >= wanted)
        trigger(peer, end + 4, wanted);
}

static void let_in(int listener) {
    int yes = 1, fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct peer *peer = fd < MOST ? calloc(1, sizeof *peer) : NULL;
        if (!peer || !(peer->head = malloc(HEAD)))
            exit(1);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        *peer = (struct peer){.fd = fd, .place = -1, .head = peer->head};
        by_fd[fd] = peer;
        watch(EPOLL_CTL_ADD, peer, EPOLLIN);
    }
}

static void turn(int listener, int patience) {
    struct epoll_event events[SLICE];
    int count = epoll_wait(epoll, events, SLICE, patience);
    for (int n = 0; n < count; n++) {
        struct peer *peer = by_fd[events[n].data.fd];
        if (events[n].data.fd == listener)
            let_in(listener);
        else if (peer && events[n].events & EPOLLOUT)
            serve(peer);
        else if (peer)
            hear(peer);
    }
}

int main(int argc, char **argv) {
    int yes = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 0)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    coalesces = argc > 2;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&at, sizeof at) || listen(listener, 4096)) {
        perror("loop");
        return 1;
    }
    epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (size_t reached = 0;;) {
        turn(listener, -1);
        while (coalesces && reached < log_size) {
            reached = log_size;
            for (int n = 0; n < reader_count; n++) {
                if (!readers[n]->waits)
                    serve(readers[n]);
                if (n % SLICE == SLICE - 1)
                    turn(listener, 0);
            }
        }
    }
}
