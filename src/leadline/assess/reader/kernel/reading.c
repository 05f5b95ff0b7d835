/* The kernel of the fast reader: texts in, whole numbers out, one row of 32-bit sums per text (`COLUMNS`, then the
   labels' sums). Every step has its twin in NumPy (tokens.py, features.py, heads.py, lexicon.py, phrase_lookup.py), and
   tests/assess/test_kernel.py holds both to the same numbers. Code points are copied while Python's lock is held, batch by batch;
   everything after that runs without it. */

#include "phrases.h"
#include "prints.h"

enum { BATCH_CHARACTERS = 256 * 1024 };
enum { WORD_ROWS, TOKENS, PIECE_ROWS, WORDS, SYMBOLS, LINKS, THEME, PROMOTIONS, PRINT, PRINT_END, COLUMNS };

/* Texts as code points: text i begins at `starts[i]` and has `sizes[i]` of them. */
typedef struct {
    uint32_t *points;
    size_t *starts, *sizes;
    size_t count, used;
} Batch;

typedef struct {
    Stream stream;
    Tokens tokens;
    Board board;
} Desk;

/* Sums of eight columns over the rows: short ones, which the compiler keeps in one register, for as many rows as they
   can hold, and wide ones of those. */
#define DEFINE_SUM(name, type)                                                                                 \
    static void name(const Heads *heads, size_t first, const uint32_t *rows, size_t count, int32_t *out) {     \
        const type *columns = (const type *)heads->table + first;                                              \
        size_t width = (size_t)heads->width, at_once = (size_t)heads->short_rows;                              \
        uint32_t mask = heads->mask;                                                                           \
        int32_t sums[8] = {0};                                                                                 \
        for (size_t i = 0; i < count;) {                                                                       \
            size_t end = count - i < at_once ? count : i + at_once;                                            \
            int16_t some[8] = {0};                                                                             \
            for (; i < end; i++) {                                                                             \
                const type *row = columns + (size_t)(rows[i] & mask) * width;                                  \
                for (int j = 0; j < 8; j++) some[j] = (int16_t)(some[j] + row[j]);                             \
            }                                                                                                  \
            for (int j = 0; j < 8; j++) sums[j] += some[j];                                                    \
        }                                                                                                      \
        memcpy(out, sums, sizeof(sums));                                                                       \
    }
DEFINE_SUM(sum_of_short, int16_t)
DEFINE_SUM(sum_of_byte, int8_t)

static int32_t *add_up(const Heads *heads, const uint32_t *rows, size_t count, int32_t *out) {
    int32_t sums[MOST_LABELS];
    for (size_t first = 0; first < (size_t)heads->labels; first += 8) {
        if (heads->bytes == 2) sum_of_short(heads, first, rows, count, sums + first);
        else sum_of_byte(heads, first, rows, count, sums + first);
    }
    memcpy(out, sums, (size_t)heads->labels * sizeof(int32_t));
    return out + heads->labels;
}

static void read_text(const Tables *tables, uint32_t *text, size_t size, Desk *desk, int32_t *out) {
    Tokens *tokens = &desk->tokens;
    read_stream(tables, text, size, &desk->stream);
    tokenise(tables, &desk->stream, tokens);
    word_rows(tables, &desk->stream, tokens);
    piece_rows(tables, &desk->stream, tokens);
    Met met = find_phrases(tables, tokens, &desk->board);
    out[WORD_ROWS] = (int32_t)tokens->word_row_count, out[TOKENS] = (int32_t)tokens->count;
    out[PIECE_ROWS] = (int32_t)tokens->piece_row_count, out[WORDS] = (int32_t)tokens->words;
    out[SYMBOLS] = (int32_t)tokens->symbols, out[LINKS] = (int32_t)tokens->links;
    out[THEME] = met.theme, out[PROMOTIONS] = met.promotions;
    int64_t print = fingerprint(tables, tokens);
    memcpy(out + PRINT, &print, sizeof(print));
    out = add_up(&tables->reading, tokens->word_rows, tokens->word_row_count, out + COLUMNS);
    out = add_up(&tables->reading, tokens->piece_rows, tokens->piece_row_count, out);
    out = add_up(&tables->language, tokens->word_rows, tokens->count, out);
    add_up(&tables->language, tokens->piece_rows, tokens->piece_row_count, out);
}

static size_t columns_of(const Tables *tables) {
    return COLUMNS + 2 * (size_t)(tables->reading.labels + tables->language.labels);
}

/* Python's lock is not held here. */
static int read_batch(const Tables *tables, const Batch *batch, int32_t *out) {
    Desk *desk = malloc(sizeof(Desk));
    if (!desk) return 0;
    int made = make_board(&desk->board, tables);
    for (size_t i = 0; made && i < batch->count; i++)
        read_text(tables, batch->points + batch->starts[i], batch->sizes[i], desk, out + i * columns_of(tables));
    free_board(&desk->board);
    free(desk);
    return made;
}

static int make_batch(Batch *batch, size_t texts) {
    *batch = (Batch){malloc((BATCH_CHARACTERS + LONGEST_TEXT) * sizeof(uint32_t)), calloc(texts + 1, sizeof(size_t)),
                     calloc(texts + 1, sizeof(size_t)), 0, 0};
    return batch->points && batch->starts && batch->sizes;
}

static void free_batch(Batch *batch) {
    free(batch->points);
    free(batch->starts);
    free(batch->sizes);
}

static void add_text(Batch *batch, size_t size) {
    batch->starts[batch->count] = batch->used;
    batch->sizes[batch->count++] = size;
    batch->used += size;
}

/* The first LONGEST_TEXT code points of a Python string; -1 with an exception set where that fails. */
static Py_ssize_t copy_points(PyObject *text, uint32_t *points) {
    Py_ssize_t size = PyUnicode_GetLength(text);
    if (size <= LONGEST_TEXT) return size < 0 || !PyUnicode_AsUCS4(text, points, LONGEST_TEXT, 0) ? -1 : size;
    PyObject *beginning = PyUnicode_Substring(text, 0, LONGEST_TEXT);
    if (!beginning) return -1;
    int copied = PyUnicode_AsUCS4(beginning, points, LONGEST_TEXT, 0) != NULL;
    Py_DECREF(beginning);
    return copied ? LONGEST_TEXT : -1;
}

/* A text with an ampersand goes through `written_out` in Python. */
static Py_ssize_t copy_written_out(PyObject *text, PyObject *written_out, uint32_t *points) {
    PyObject *plain = PyObject_CallFunctionObjArgs(written_out, text, NULL);
    if (!plain) return -1;
    Py_ssize_t size = copy_points(plain, points);
    Py_DECREF(plain);
    return size;
}

static int add_string(Batch *batch, PyObject *text, PyObject *written_out) {
    Py_ssize_t size = 0;
    if (text != Py_None) {
        size = PyUnicode_Check(text) ? PyUnicode_GetLength(text) : -1;
        if (size < 0) {
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "A text is a string or None.");
            return 0;
        }
        Py_ssize_t found = PyUnicode_FindChar(text, '&', 0, size, 1);
        uint32_t *points = batch->points + batch->used;
        size = found == -2 ? -1 : found >= 0 ? copy_written_out(text, written_out, points) : copy_points(text, points);
        if (size < 0) return 0;
    }
    add_text(batch, (size_t)size);
    return 1;
}

/* The next code point of UTF-8, or -1 where it is malformed (Unicode 15, table 3-7). */
static int32_t next_point(const uint8_t **at, const uint8_t *end) {
    const uint8_t *byte = *at;
    int more = *byte < 0x80 ? 0 : *byte < 0xC2 ? -1 : *byte < 0xE0 ? 1 : *byte < 0xF0 ? 2 : *byte < 0xF5 ? 3 : -1;
    if (more < 0 || end - byte <= more) return -1;
    int32_t point = more ? *byte & (0x3F >> more) : *byte;
    for (int i = 1; i <= more; i++) {
        if ((byte[i] & 0xC0) != 0x80) return -1;
        point = point << 6 | (byte[i] & 0x3F);
    }
    *at = byte + more + 1;
    int is_sound = more < 2 || (more == 2 ? point >= 0x800 && (point < 0xD800 || point > 0xDFFF)
                                          : point >= 0x10000 && point < UNICODE);
    return is_sound ? point : -1;
}

static int add_bytes(Batch *batch, const uint8_t *bytes, size_t length, PyObject *written_out) {
    const uint8_t *at = bytes, *end = bytes + length;
    uint32_t *points = batch->points + batch->used;
    Py_ssize_t size = 0;
    int has_ampersand = 0;
    while (at < end && size < LONGEST_TEXT) {
        int32_t point = *at < 0x80 ? *at++ : next_point(&at, end);
        if (point < 0) {
            PyErr_SetString(PyExc_ValueError, "A text in the column is not UTF-8.");
            return 0;
        }
        points[size++] = (uint32_t)point;
        has_ampersand |= point == '&';
    }
    if (has_ampersand) {
        PyObject *text = PyUnicode_DecodeUTF8((const char *)bytes, at - bytes, "strict");
        if (!text) return 0;
        size = copy_written_out(text, written_out, points);
        Py_DECREF(text);
        if (size < 0) return 0;
    }
    add_text(batch, (size_t)size);
    return 1;
}

typedef struct {
    const Tables *tables;
    Py_buffer out;
    Batch batch;
    size_t room;   /* for how many texts `out` has rows */
} Task;

static int begin_task(Task *task, PyObject *capsule) {
    task->tables = PyCapsule_GetPointer(capsule, "leadline.tables");
    if (!task->tables) return 0;
    if ((uintptr_t)task->out.buf % sizeof(int32_t)) {
        PyErr_SetString(PyExc_ValueError, "The rows to fill do not begin at a whole number's place in memory.");
        return 0;
    }
    task->room = (size_t)task->out.len / sizeof(int32_t) / columns_of(task->tables);
    if (make_batch(&task->batch, task->room)) return 1;
    PyErr_NoMemory();
    return 0;
}

static int has_room(const Task *task) {
    return task->batch.count < task->room && task->batch.used < BATCH_CHARACTERS;
}

/* How many texts were read, or NULL where `filled` is false: then an exception is set. */
static PyObject *end_task(Task *task, int filled) {
    PyObject *count = NULL;
    if (filled) {
        int done;
        Py_BEGIN_ALLOW_THREADS
        done = read_batch(task->tables, &task->batch, task->out.buf);
        Py_END_ALLOW_THREADS
        count = done ? PyLong_FromSize_t(task->batch.count) : PyErr_NoMemory();
    }
    free_batch(&task->batch);
    PyBuffer_Release(&task->out);
    return count;
}

/* read_list(tables, texts, first, out, written_out): read texts from `first` on, as many as fit into a batch. */
static PyObject *read_list(PyObject *Py_UNUSED(self), PyObject *args) {
    PyObject *capsule, *texts, *written_out;
    Py_ssize_t first;
    Task task = {0};
    if (!PyArg_ParseTuple(args, "OOnw*O", &capsule, &texts, &first, &task.out, &written_out)) return NULL;
    int filled = begin_task(&task, capsule);
    if (filled && (!PyList_Check(texts) || first < 0)) {
        PyErr_SetString(PyExc_TypeError, "Texts stand in a list, from its first place on.");
        filled = 0;
    }
    for (Py_ssize_t at = first; filled && at < PyList_Size(texts) && has_room(&task); at++) {
        PyObject *text = PyList_GetItem(texts, at);
        if (!text) {
            filled = 0;
            break;
        }
        Py_INCREF(text);
        filled = add_string(&task.batch, text, written_out);
        Py_DECREF(text);
    }
    return end_task(&task, filled);
}

static int64_t offset_at(const Py_buffer *offsets, int bytes, Py_ssize_t at) {
    int64_t wide = 0;
    int32_t narrow = 0;
    if (bytes == 8) memcpy(&wide, (const char *)offsets->buf + at * 8, 8);
    else memcpy(&narrow, (const char *)offsets->buf + at * 4, 4);
    return bytes == 8 ? wide : narrow;
}

static int add_row(Batch *batch, const Py_buffer *offsets, int bytes, const Py_buffer *data, Py_ssize_t at,
                   PyObject *written_out) {
    int64_t begin = offset_at(offsets, bytes, at), end = offset_at(offsets, bytes, at + 1);
    if (begin >= 0 && begin <= end && end <= data->len)
        return add_bytes(batch, (const uint8_t *)data->buf + begin, (size_t)(end - begin), written_out);
    PyErr_SetString(PyExc_ValueError, "The column's offsets lead out of its data.");
    return 0;
}

/* read_column(tables, offsets, bytes per offset, data, first, end, out, written_out): the same of an Arrow column. */
static PyObject *read_column(PyObject *Py_UNUSED(self), PyObject *args) {
    PyObject *capsule, *written_out;
    Py_ssize_t first, end;
    Py_buffer offsets, data;
    int bytes;
    Task task = {0};
    if (!PyArg_ParseTuple(args, "Oy*iy*nnw*O", &capsule, &offsets, &bytes, &data, &first, &end, &task.out, &written_out))
        return NULL;
    int filled = begin_task(&task, capsule);
    if (filled && ((bytes != 4 && bytes != 8) || first < 0 || first > end || end >= offsets.len / bytes)) {
        PyErr_SetString(PyExc_ValueError, "The column has fewer offsets than rows.");
        filled = 0;
    }
    for (Py_ssize_t at = first; filled && at < end && has_room(&task); at++)
        filled = add_row(&task.batch, &offsets, bytes, &data, at, written_out);
    PyObject *count = end_task(&task, filled);
    PyBuffer_Release(&offsets);
    PyBuffer_Release(&data);
    return count;
}

static PyMethodDef functions[] = {
    {"tables", make_tables, METH_VARARGS, NULL},
    {"read_list", read_list, METH_VARARGS, NULL},
    {"read_column", read_column, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

/* Which sources this was built from (sources.py): an old build beside new code is not used. */
#ifndef LEADLINE_SOURCES
#define LEADLINE_SOURCES ""
#endif
static int set_sources(PyObject *module) {
    return PyModule_AddStringConstant(module, "SOURCES", LEADLINE_SOURCES);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, set_sources}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "_reading", .m_size = 0, .m_methods = functions, .m_slots = slots,
};

PyMODINIT_FUNC PyInit__reading(void) {
    return PyModuleDef_Init(&definition);
}
