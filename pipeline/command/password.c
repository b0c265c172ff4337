#include "password.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

int password_ask(const char *prompt, char *out, size_t size, struct error *err)
{
    struct termios shown, hidden;
    const bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0;

    if (terminal) {
        hidden = shown;
        hidden.c_lflag &= ~(tcflag_t)ECHO;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
        fprintf(stderr, "%s: ", prompt);
    }
    const char *line = fgets(out, (int)size, stdin);
    if (terminal) {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
        fputc('\n', stderr);
    }
    if (!line || !out[0] || out[0] == '\n')
        return error_set(err, STATUS_USAGE,
                         "%s wanted on standard input, one line", prompt);
    const size_t len = strlen(out);
    if (out[len - 1] != '\n' && len + 1 == size)
        return error_set(err, STATUS_USAGE, "%s is too long", prompt);
    out[strcspn(out, "\r\n")] = '\0';
    return STATUS_OK;
}
