/* Families of mails: headers, encoded words, parts, what undoes encodings. */
#ifndef TESTS_UNIT_MAIL_FAMILIES_H
#define TESTS_UNIT_MAIL_FAMILIES_H

#include "families.h"

#define MAIL "From: a@b.example\nSubject: T\nMessage-ID: <1@b.example>\nMIME-Version: 1.0\n"
#define MIXED MAIL "Content-Type: multipart/mixed; boundary=b\n\n"
#define ENCODED MAIL "Content-Transfer-Encoding: "

static const struct family mail_families[] = {
    {MAIL, "X-Line: @\n", NULL},
    {MAIL, "Subject: @\n", NULL},
    {MAIL, "To: a@b.example\n", NULL},
    {MAIL "References: <0>\n", " <@@b.example>\n", NULL},
    {MAIL "To: ", "(", NULL},
    {MAIL "To: ", "\"", NULL},
    {MAIL "Reply-To: ", "a, ", NULL},
    {"Message-ID: <1>\nMIME-Version: 1.0\nFrom: ", "<(\"", NULL},
    {"Message-ID: <1>\nMIME-Version: 1.0\nFrom: ", "a@, ", NULL},
    {"Message-ID: <1>\nMIME-Version: 1.0\nFrom: ", "=?", NULL},
    {"Message-ID: <1>\nMIME-Version: 1.0\nSubject: ", "=?utf-8?q?a?= =?koi8-r?b?w=?= ", NULL},
    {"Message-ID: <1>\nMIME-Version: 1.0\nSubject: ", "=?utf-8?q?", NULL},
    {MAIL "Content-Type: text/plain", "; a@=\"b", NULL},
    {MAIL "Content-Type: text/plain", "; boundary*@=b", NULL},
    {MAIL "Content-Type: multipart/mixed; boundary=-\n\n", "-", NULL},
    {MAIL "Content-Type: multipart/mixed\n\n", "--x\n", NULL},
    {MIXED, "--b\n\nx\n", NULL},
    {MIXED, "--b ", NULL},
    {MIXED, "--b\nContent-Type: a/b@\n\n", NULL},
    {MIXED, "--b\nContent-Type: multipart/mixed; boundary=b\n\n", NULL},
    {MIXED, "--b\nContent-Type: multipart/alternative; boundary=b@\n\n--b@\n", "--b--\n"},
    {MIXED, "--b\nContent-Type: message/rfc822\n\n" MAIL "\n", NULL},
    {ENCODED "quoted-printable\n\n", "=", NULL},
    {ENCODED "quoted-printable\n\n", "= ", NULL},
    {ENCODED "quoted-printable\n\n", "=C3=A9", NULL},
    {ENCODED "base64\n\n", "YWJj\n", NULL},
    {ENCODED "base64\n\n", "=\n", NULL},
    {ENCODED "x-uuencode\n\nbegin 644 a\n", "#86)C\n", NULL},
    {MAIL "Content-Type: text/plain; format=flowed\n\n", "> a \n", NULL},
    {MAIL "Content-Type: text/plain; format=flowed\n\n", ">", NULL},
    {MAIL "Content-Type: text/plain; charset=iso-2022-jp\n\n", "\x1b$B$\"\x1b(B", NULL},
    {MAIL "Content-Type: text/plain; charset=utf-7\n\n", "+", NULL},
    {MAIL "Content-Type: text/html\n\n", "<style", NULL},
    {MAIL "List-Id: <a.b>\n\n", "unsubscribe http://a.example/@\n\n", NULL},
    {MAIL "\n", "http", NULL},
    {"From a@b Sat Mar  2 08:00:00 2024\n" MAIL "\n", "\n\nFrom x\nA: b\n", NULL},
    {"From a@b Sat Mar  2 08:00:00 2024\n" MAIL "\n", "\n\nFrom x\nA: b\nA: b\n", NULL},
};

#endif
