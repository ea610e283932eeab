#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Swift cannot call functions of variable arguments: a typed one for each kind of value.

static inline CURLcode ccurl_start(void) { return curl_global_init(CURL_GLOBAL_ALL); }

static inline CURLcode ccurl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

// libcurl copies the text.
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

// libcurl does not copy the list: it must live until the transfer has ended.
static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_reader(CURL *handle, curl_read_callback read, void *source) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, read);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_READDATA, source) : code;
}

static inline size_t ccurl_ignore(char *bytes, size_t size, size_t count, void *nothing) {
    (void)bytes;
    (void)nothing;
    return size * count;
}

// Without it, what a server says beside the protocol would go to standard output.
static inline CURLcode ccurl_set_silent(CURL *handle) {
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ccurl_ignore);
}

// What the server says, line by line.
static inline CURLcode ccurl_set_replies(CURL *handle, curl_write_callback note, void *replies) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, note);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_HEADERDATA, replies) : code;
}

// The last reply code of the server; 0 when there was none.
static inline long ccurl_reply(CURL *handle) {
    long code = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK ? code : 0;
}

// The socket of the connection that was used last and is kept; -1 when there is none.
static inline int ccurl_socket(CURL *handle) {
    curl_socket_t socket = CURL_SOCKET_BAD;
    return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK ? socket : -1;
}
