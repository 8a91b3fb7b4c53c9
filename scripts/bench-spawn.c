/* Runs programs alternately and prints how long each whole process took, from before posix_spawn to after waitpid.

   bench-spawn ROUNDS WARMUP < cases      a case is a line of tab-separated fields: NAME STDIN-FILE PROGRAM [ARGUMENT...]

   Each round runs every case once, in order, in the current directory, with the caller's environment and both output
   streams thrown away. One line a run: NAME, nanoseconds, exit code, user and system microseconds. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { max_cases = 64, max_words = 64 };

struct one {
  char *name, *input;
  char *words[max_words];
  posix_spawn_file_actions_t actions;
};

extern char **environ;

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long microseconds(struct timeval t) { return t.tv_sec * 1000000LL + t.tv_usec; }

int main(int count, char **arguments) {
  if (count != 3) return 2;
  int rounds = atoi(arguments[1]), warmup = atoi(arguments[2]), cases = 0;
  static struct one all[max_cases];
  char *line = NULL;
  size_t room = 0;
  while (cases < max_cases && getline(&line, &room, stdin) > 0) {
    line[strcspn(line, "\n")] = 0;
    char *rest = strdup(line);
    struct one *c = &all[cases++];
    c->name = strsep(&rest, "\t");
    c->input = strsep(&rest, "\t");
    for (int i = 0; rest && i < max_words - 1; i++) c->words[i] = strsep(&rest, "\t");
    posix_spawn_file_actions_init(&c->actions);
    posix_spawn_file_actions_addopen(&c->actions, 0, c->input, O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&c->actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&c->actions, 2, "/dev/null", O_WRONLY, 0);
  }
  for (int round = -warmup; round < rounds; round++) {
    for (int i = 0; i < cases; i++) {
      pid_t child;
      int status;
      struct rusage used;
      long long began = now();
      int failed = posix_spawn(&child, all[i].words[0], &all[i].actions, NULL, all[i].words, environ);
      if (failed) {
        fprintf(stderr, "bench-spawn: %s: %s\n", all[i].words[0], strerror(failed));
        return 1;
      }
      wait4(child, &status, 0, &used);
      long long took = now() - began;
      if (round >= 0)
        printf("%s\t%lld\t%d\t%lld\t%lld\n", all[i].name, took, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
               microseconds(used.ru_utime), microseconds(used.ru_stime));
    }
  }
  return 0;
}
