/* Triggers: requests that make the server tell everybody, and when everybody was told. */
#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4096, SETTLE_MS = 150, LINE_MS = 20 };

struct trigger {
    struct source source;
    char *request, answer[2048];
    size_t size, answer_size;
    bool is_over;
    int64_t sent, answered, begun; /* begun: when the answer says that it was committed, or sent */
};

static struct trigger *triggers;
static int count, answers;
static int64_t idle, window; /* of the time in which events were under way, what we had nothing to do */

static void read_requests(const char *path) {
    FILE *file = fopen(path, "rb");
    size_t size;
    count = answers = 0;
    triggers = calloc(MOST, sizeof *triggers);
    while (file && count < MOST && fscanf(file, "%zu", &size) == 1) {
        fgetc(file);
        triggers[count].request = malloc(size);
        triggers[count].size = fread(triggers[count].request, 1, size, file);
        count++;
    }
    if (!count)
        die("There are no requests.");
    fclose(file);
}

static void open_line(struct trigger *trigger, int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    trigger->source.kind = TRIGGER;
    trigger->source.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(trigger->source.fd, (struct sockaddr *)&to, sizeof to))
        die("Nobody takes the trigger.");
    watch(&trigger->source, EPOLLIN);
}

static void hang_up(struct trigger *trigger) {
    if (trigger->is_over)
        return;
    trigger->is_over = true;
    unwatch(&trigger->source);
    close(trigger->source.fd);
}

void trigger_turn(struct source *source, int64_t now) {
    struct trigger *trigger = (struct trigger *)source;
    char more[4096];
    ssize_t size = recv(source->fd, more, sizeof more, MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (!trigger->answered) {
        trigger->answered = now;
        answers++;
    }
    if (size <= 0) {
        hang_up(trigger);
        return;
    }
    size_t room = sizeof trigger->answer - 1 - trigger->answer_size;
    size_t kept = (size_t)size < room ? (size_t)size : room;
    memcpy(trigger->answer + trigger->answer_size, more, kept);
    trigger->answer_size += kept;
}

static void pull(struct trigger *trigger) {
    trigger->sent = trigger->begun = now_ns();
    if (send(trigger->source.fd, trigger->request, trigger->size, MSG_NOSIGNAL) < (ssize_t)trigger->size)
        die("A trigger was not taken whole.");
}

static void turn_until(const int64_t *got, int64_t wanted, int64_t until) {
    while ((!got || *got < wanted) && now_ns() < until)
        turn(until);
}

static void print_event(struct trigger *trigger, int event) {
    int64_t got = tally.got[event], *arrived = &tally.arrived[(size_t)event * reader_count];
    const char *body = strstr(trigger->answer, "\r\n\r\n");
    int status = 0;
    sscanf(trigger->answer, "HTTP/1.%*d %d", &status);
    for (int64_t n = 0; n < got; n++)
        arrived[n] -= trigger->begun;
    printf("%s{\"status\":%d,\"answered\":%.3f,\"begun\":%.3f,\"got\":%lld,\"first\":%.3f,\"p50\":%.3f,"
           "\"p99\":%.3f,\"last\":%.3f,\"answer\":\"",
           event ? "," : "", status, (trigger->answered - trigger->begun) / 1e6,
           (trigger->begun - trigger->sent) / 1e6, (long long)got, got ? arrived[0] / 1e6 : -1,
           ranked_ms(arrived, got, 0.5), ranked_ms(arrived, got, 0.99), ranked_ms(arrived, got, 1));
    for (int n = 0; body && n < 160 && body[n]; n++)
        if (body[n] >= ' ' && body[n] != '"' && body[n] != '\\')
            putchar(body[n]);
    printf("\"}");
}

static void print_volley(double cpu) {
    int64_t all = 0, *times = calloc((size_t)count * (reader_count + 1), sizeof *times);
    printf("{\"events\":[");
    for (int n = 0; n < count; n++) {
        const char *committed = strstr(triggers[n].answer, "\"committed\":");
        if (committed) /* the clock of this machine, by whoever wrote the event */
            triggers[n].begun = strtoll(committed + strlen("\"committed\":"), NULL, 10);
        print_event(&triggers[n], n);
        memcpy(times + all, &tally.arrived[(size_t)n * reader_count], tally.got[n] * sizeof *times);
        all += tally.got[n];
    }
    qsort(times, all, sizeof *times, by_size);
    int hung_up = 0;
    for (int n = 0; n < reader_count; n++)
        hung_up += !readers[n].is_deaf && readers[n].stage == HUNG_UP;
    printf("],\"readers\":%d,\"p50\":%.3f,\"p99\":%.3f,\"last\":%.3f,\"deliveries\":%lld,"
           "\"frame_bytes\":%llu,\"lost\":%lld,\"twice\":%lld,\"disordered\":%lld,\"strange\":%lld,"
           "\"hung_up\":%d,\"idle\":%.4f,\"cpu_seconds\":%.6f}\n",
           counted_readers(), ranked_ms(times, all, 0.5), ranked_ms(times, all, 0.99),
           ranked_ms(times, all, 1), (long long)all, (unsigned long long)tally.frame_bytes,
           (long long)lost(), (long long)tally.twice, (long long)tally.disordered,
           (long long)tally.strange, hung_up, window ? (double)idle / window : 0, cpu);
    free(times);
}

static double cpu_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

/* Wait until everybody has the event, and note how much of that time was left to us. */
static void see_through(int event, int64_t wanted, int64_t until) {
    int64_t started = now_ns(), before = waited;
    turn_until(&tally.got[event], wanted, until);
    idle += waited - before;
    window += now_ns() - started;
}

static void fire_apart(const struct volley *volley, int64_t wanted, int64_t patience) {
    open_line(&triggers[0], volley->port);
    turn_until(NULL, 0, now_ns() + LINE_MS * 1000000LL);
    for (int n = 0; n < count; n++) {
        pull(&triggers[n]);
        if (n + 1 < count)
            open_line(&triggers[n + 1], volley->port);
        see_through(n, wanted, now_ns() + patience);
        turn_until(NULL, 0, now_ns() + volley->pause_us * 1000LL);
    }
}

static void fire_burst(const struct volley *volley, int64_t wanted, int64_t patience) {
    for (int n = 0; n < count; n++)
        open_line(&triggers[n], volley->port);
    turn_until(NULL, 0, now_ns() + LINE_MS * 1000000LL);
    int64_t started = now_ns(), before = waited;
    for (int n = 0; n < count; n++) {
        turn_until(NULL, 0, started + n * volley->every_us * 1000LL);
        pull(&triggers[n]);
    }
    idle += waited - before;
    window += now_ns() - started;
    for (int n = 0; n < count; n++)
        see_through(n, wanted, started + patience);
}

/* Pull the triggers: each when the event before it is over, or so many microseconds after it. */
void fire(const struct volley *volley) {
    int64_t patience = volley->patience_ms * 1000000LL, wanted = counted_readers();
    double cpu = cpu_seconds();
    read_requests(volley->file);
    expect(volley->first, count, true);
    idle = window = 0;
    if (volley->every_us)
        fire_burst(volley, wanted, patience);
    else
        fire_apart(volley, wanted, patience);
    int64_t until = now_ns() + patience;
    while (answers < count && now_ns() < until)
        turn(until);
    turn_until(NULL, 0, now_ns() + SETTLE_MS * 1000000LL); /* whatever comes twice */
    print_volley(cpu_seconds() - cpu);
    for (int n = 0; n < count; n++) {
        hang_up(&triggers[n]);
        free(triggers[n].request);
    }
    free(triggers);
}
