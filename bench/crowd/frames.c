/* Frames of a WebSocket (RFC 6455, section 5.2), however their bytes were cut. */
#include "crowd.h"

#include <string.h>

static size_t head_size(const uint8_t *head, size_t have) {
    if (have < 2)
        return 2;
    size_t size = (head[1] & 0x7f) == 126 ? 4 : (head[1] & 0x7f) == 127 ? 10 : 2;
    return size + (head[1] & 0x80 ? 4 : 0);
}

static uint64_t payload_size(const uint8_t *head) {
    int bytes = (head[1] & 0x7f) == 126 ? 2 : (head[1] & 0x7f) == 127 ? 8 : 0;
    uint64_t size = bytes ? 0 : head[1] & 0x7f;
    for (int n = 0; n < bytes; n++)
        size = size << 8 | head[2 + n];
    return size;
}

static void begin(struct frames *frames) {
    int opcode = frames->head[0] & 0x0f;
    frames->in_frame = true;
    frames->left = payload_size(frames->head);
    if (opcode >= CLOSE)
        frames->control_size = 0;
    else if (opcode != 0) /* a continuation goes on with the text */
        frames->start_size = frames->text_size = 0;
}

static void keep(struct frames *frames, const uint8_t *data, size_t size) {
    bool is_control = (frames->head[0] & 0x0f) >= CLOSE;
    uint8_t *into = is_control ? frames->control : frames->start;
    uint8_t *have = is_control ? &frames->control_size : &frames->start_size;
    size_t room = (is_control ? sizeof frames->control : sizeof frames->start) - *have;
    size_t kept = size < room ? size : room;
    memcpy(into + *have, data, kept);
    *have += kept;
    if (!is_control)
        frames->text_size += size;
}

/* Tell of every frame that is complete. False where a server may not say this. */
bool take(struct reader *reader, const uint8_t *data, size_t size, int64_t now, on_frame say) {
    struct frames *frames = &reader->frames;
    size_t at = 0;
    while (at < size || (frames->in_frame && frames->left == 0)) {
        if (!frames->in_frame) {
            frames->head[frames->have++] = data[at++];
            if (frames->have < head_size(frames->head, frames->have))
                continue;
            if (frames->head[0] & 0x70 || frames->head[1] & 0x80)
                return false; /* an extension that nobody offered, or a mask */
            begin(frames);
        }
        size_t part = size - at < frames->left ? size - at : frames->left;
        keep(frames, data + at, part);
        at += part;
        frames->left -= part;
        if (frames->left == 0) {
            int opcode = frames->head[0] & 0x0f;
            bool is_final = frames->head[0] & 0x80;
            frames->in_frame = false;
            frames->have = 0;
            if (is_final)
                say(reader, opcode == 0 ? TEXT : opcode, now);
        }
    }
    return true;
}

static const uint8_t *after(const uint8_t *at, const uint8_t *end, const char *words) {
    size_t size = strlen(words);
    return at && (size_t)(end - at) >= size && !memcmp(at, words, size) ? at + size : NULL;
}

/* The offset of an event, {"type":"...","offset":N,...; -1 where the text is no event. */
int64_t offset_of(const uint8_t *start, size_t size) {
    const uint8_t *end = start + size, *at = after(start, end, "{\"type\":\"");
    while (at && at < end && *at >= 'a' && *at <= 'z')
        at++;
    at = after(at, end, "\",\"offset\":");
    if (!at || at == end || *at < '0' || *at > '9')
        return -1;
    int64_t offset = 0;
    while (at < end && *at >= '0' && *at <= '9')
        offset = offset * 10 + (*at++ - '0');
    return at < end ? offset : -1;
}
