/* A text's code points become its stream: links, names and emoticons one sign each, lower case, stretched letters cut
   to two, and of each point its kind and its mixed bits. The same steps as `read_stream` in tokens.py, text by text. */

#ifndef LEADLINE_STREAM_H
#define LEADLINE_STREAM_H

#include "tables.h"

enum { LINK = 0xE000, SMILE = 0xE010, FROWN = 0xE011, HEART = 0x2764, DROPPED = 0xFE0F, SPACE_BITS = 0x5BACE };

/* `points[0]` and `points[size + 1]` are borders: zeros, of kind SPACE. */
typedef struct {
    size_t size;
    int stretched;
    uint32_t points[LONGEST_TEXT + 2];
    uint64_t mixed[LONGEST_TEXT + 2];
    uint8_t kinds[LONGEST_TEXT + 2];
    uint8_t upper[LONGEST_TEXT + 2];
    uint16_t quotes[LONGEST_TEXT];
} Stream;

static inline int is(const Tables *tables, uint32_t point, int fact) {
    return point < UNICODE && (tables->facts[point] & fact);
}

static inline int is_one_of(uint32_t point, const char *chars) {
    return point > 0 && point < 128 && strchr(chars, (int)point) != NULL;
}

static int begins_with(const uint32_t *text, size_t size, const char *word) {
    for (size_t i = 0; word[i]; i++)
        if (i >= size || text[i] != (unsigned char)word[i]) return 0;
    return 1;
}

static size_t link_head(const uint32_t *text, size_t size) {
    if (*text == 'w') return begins_with(text, size, "www.") ? 4 : 0;
    if (*text != 'h') return 0;
    return begins_with(text, size, "http://") ? 7 : begins_with(text, size, "https://") ? 8 : 0;
}

static size_t with_link_signs(const Tables *tables, uint32_t *text, size_t size) {
    size_t out = 0;
    for (size_t i = 0; i < size; out++) {
        size_t head = link_head(text + i, size - i);
        if (head && i + head < size && !is(tables, text[i + head], IS_SPACE)) {
            for (i += head; i < size && !is(tables, text[i], IS_SPACE);) i++;
            text[out] = LINK;
        } else {
            text[out] = text[i++];
        }
    }
    return out;
}

static size_t name_length(const Tables *tables, const uint32_t *text, size_t size, uint32_t before) {
    if (*text == '[') return begins_with(text, size, "[NAME]") ? 6 : begins_with(text, size, "[RELIGION]") ? 10 : 0;
    if (*text != '@' || is(tables, before, IS_WORD)) return 0;
    size_t length = 1;
    while (length < size && is(tables, text[length], IS_WORD)) length++;
    return length > 1 ? length : 0;
}

static size_t without_names(const Tables *tables, uint32_t *text, size_t size) {
    size_t out = 0;
    uint32_t before = 0;
    for (size_t i = 0; i < size; out++) {
        size_t length = name_length(tables, text + i, size - i, before);
        before = text[i + (length ? length - 1 : 0)];
        text[out] = length ? ' ' : before;
        i += length ? length : 1;
    }
    return out;
}

/* How many points the emoticon at `text` has, or 0. */
static size_t face_length(const Tables *tables, const uint32_t *text, size_t size, uint32_t before) {
    if (!is_one_of(*text, ":;=") || before == ':' || is(tables, before, IS_WORD)) return 0;
    size_t mouth = size > 1 && is_one_of(text[1], "-o^'") ? 2 : 1;
    if (mouth >= size || !is_one_of(text[mouth], ")]dDpP3>}([<{|\\/cC")) return 0;
    uint32_t after = mouth + 1 < size ? text[mouth + 1] : 0;
    int is_more = after == '/' || (after >= '0' && after <= '9') || (after >= 'a' && after <= 'z')
        || (after >= 'A' && after <= 'Z');
    return is_more ? 0 : mouth + 1;
}

static size_t with_faces(const Tables *tables, uint32_t *text, size_t size) {
    size_t out = 0;
    uint32_t before = 0;
    for (size_t i = 0; i < size; out++) {
        size_t length = face_length(tables, text + i, size - i, before);
        before = text[i + (length ? length - 1 : 0)];
        text[out] = !length ? before : is_one_of(before, ")]dDpP3>}") ? SMILE : FROWN;
        i += length ? length : 1;
    }
    return out;
}

static size_t with_hearts(uint32_t *text, size_t size) {
    size_t out = 0;
    for (size_t i = 0; i < size; out++) {
        int is_heart = text[i] == '<' && i + 1 < size && text[i + 1] == '3';
        text[out] = is_heart ? HEART : text[i];
        i += is_heart ? 2 : 1;
    }
    return out;
}

/* Most texts hold none of the signs: what is looked for is found in one walk. */
static size_t with_signs(const Tables *tables, uint32_t *text, size_t size) {
    int links = 0, names = 0, faces = 0, hearts = 0;
    uint32_t before = 0;
    for (size_t i = 0; i < size; before = text[i++]) {
        uint32_t point = text[i];
        if (point > '[' || (point > '@' && point < '[') || point == ' ') continue;
        switch (point) {
            case 0: text[i] = ' '; break;
            case '/': links |= before == '/'; break;
            case '.': links |= before == 'w'; break;
            case '@': case '[': names = 1; break;
            case ':': case ';': case '=': faces = 1; break;
            case '<': hearts = 1; break;
        }
    }
    if (links) size = with_link_signs(tables, text, size);
    if (names) size = without_names(tables, text, size);
    if (faces) size = with_faces(tables, text, size);
    return hearts ? with_hearts(text, size) : size;
}

static inline void put_border(Stream *stream, size_t at) {
    stream->points[at] = 0, stream->mixed[at] = SPACE_BITS, stream->kinds[at] = SPACE, stream->upper[at] = 0;
}

/* `text` is written over. */
static void read_stream(const Tables *tables, uint32_t *text, size_t size, Stream *stream) {
    size = with_signs(tables, text, size > LONGEST_TEXT ? LONGEST_TEXT : size);
    size_t out = 0, quotes = 0;
    uint32_t last = 0, last_but_one = 0;
    put_border(stream, 0);
    stream->stretched = 0;
    for (size_t i = 0; i < size; i++) {
        uint32_t raw = text[i] < ALPHABET ? text[i] : ALPHABET - 1, point = tables->lower[raw];
        if (point == DROPPED) continue;
        int is_third = point == last && point == last_but_one;
        last_but_one = last, last = point;
        if (is_third) {
            stream->stretched = 1;
            continue;
        }
        out++;
        uint8_t kind = tables->kinds[point];
        stream->points[out] = point;
        stream->kinds[out] = kind;
        stream->mixed[out] = kind == SPACE ? SPACE_BITS : tables->mixed[point];
        stream->upper[out] = raw != point && raw < 0x250;
        if (point == '\'') stream->quotes[quotes++] = (uint16_t)out;
    }
    put_border(stream, out + 1);
    stream->size = out;
    for (size_t i = 0; i < quotes; i++) {  /* an apostrophe is a letter between two letters and a space elsewhere */
        size_t at = stream->quotes[i];
        const uint32_t *points = stream->points;
        int inside = tables->kinds[points[at - 1]] == LETTER && tables->kinds[points[at + 1]] == LETTER;
        stream->kinds[at] = inside ? LETTER : SPACE;
        stream->mixed[at] = inside ? tables->mixed['\''] : SPACE_BITS;
    }
}

#endif
