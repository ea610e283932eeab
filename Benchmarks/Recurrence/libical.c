/* What libical makes of the same rules and feeds; compiled by the bench alone. Speaks as bench-recurrence does. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct rule {
    struct icalrecurrencetype rule;
    struct icaltimetype start;
    int limit;
};

static double milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static char *whole(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) exit(2);
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc(size + 1, 1);
    if (fread(text, 1, size, file) != (size_t)size) exit(2);
    fclose(file);
    return text;
}

static int rules(char *text, struct rule *found, int most) {
    int count = 0;
    for (char *line = strtok(text, "\n"); line && count < most; line = strtok(NULL, "\n")) {
        char rule[4096], start[32];
        int limit;
        if (sscanf(line, "%4095s %31s %d", rule, start, &limit) != 3) exit(2);
        found[count].rule = icalrecurrencetype_from_string(rule);
        found[count].start = icaltime_from_string(start);
        found[count++].limit = limit;
    }
    return count;
}

static void expand(const char *path, int repeats) {
    static struct rule all[1000];
    int count = rules(whole(path), all, 1000);
    for (int index = 0; index < count; index++) {
        long occurrences = 0, sum = 0;
        double began = milliseconds();
        for (int run = 0; run < repeats; run++) {
            icalrecur_iterator *iterator = icalrecur_iterator_new(all[index].rule, all[index].start);
            if (!iterator) break;
            for (int given = 0; given < all[index].limit; given++) {
                struct icaltimetype next = icalrecur_iterator_next(iterator);
                if (icaltime_is_null_time(next)) break;
                occurrences++;
                sum += next.day + next.month * 31 + next.hour;
            }
            icalrecur_iterator_free(iterator);
        }
        printf("%ld %.3f %ld\n", occurrences, milliseconds() - began, sum);
    }
}

static void parse(const char *path, int repeats) {
    char *text = whole(path);
    int events = 0;
    double began = milliseconds();
    for (int run = 0; run < repeats; run++) {
        icalcomponent *calendar = icalparser_parse_string(text);
        events = calendar ? icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT) : 0;
        if (calendar) icalcomponent_free(calendar);
    }
    printf("%d %.3f\n", events, milliseconds() - began);
}

static void print(icalcomponent *event, struct icaltime_span *span, void *data) {
    (void)event, (void)data;
    printf(" %ld", (long)span->start);
}

/* The starts of each event without a RECURRENCE-ID, by UID, in seconds since 1970, as libical finds them. */
static void dates(const char *path) {
    icalcomponent *calendar = icalparser_parse_string(whole(path));
    if (!calendar) exit(2);
    icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        if (icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY)) continue;
        printf("%s", icalcomponent_get_uid(event));
        icalcomponent_foreach_recurrence(
            event, icaltime_from_string("19700101T000000Z"), icaltime_from_string("21000101T000000Z"), print, NULL);
        printf("\n");
    }
    int errors = icalcomponent_count_errors(calendar);
    printf("errors %d\n", errors);
}

int main(int count, char **words) {
    if (count == 4 && !strcmp(words[1], "expand")) expand(words[2], atoi(words[3]));
    else if (count == 4 && !strcmp(words[1], "parse")) parse(words[2], atoi(words[3]));
    else if (count == 3 && !strcmp(words[1], "dates")) dates(words[2]);
    else return 2;
    return 0;
}
