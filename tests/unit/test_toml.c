/* TOML front matter: every kind of value, and what is left of a broken block. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "read_front_matter.h"

static void test_toml_values(void **state) {
    static const struct expected cases[] = {
        {"+++\ns = \"a\\t\\u00e9\\U0001F600\\\"\" # c\nl = 'C:\\x'\n\"q k\" = 1\n'l.k' = 2\n+++\n",
         "{\"s\":\"a\\t\xC3\xA9\xF0\x9F\x98\x80\\\"\",\"l\":\"C:\\\\x\",\"q k\":1,\"l.k\":2}", "", ""},
        {"+++\na = \"\"\"\n1\n\"\"2\\\n\n   3\"\"\"\"\"\nb = '''\n'x''\n'''\n+++\n",
         "{\"a\":\"1\\n\\\"\\\"23\\\"\\\"\",\"b\":\"'x''\\n\"}", "", ""},
        {"+++\na = [0, -17, +1_000, 0xdead_BEEF, 0o17, 0b101, 9223372036854775807, "
         "-9223372036854775808]\n+++\n",
         "{\"a\":[0,-17,1000,3735928559,15,5,9223372036854775807,-9223372036854775808]}", "", ""},
        {"+++\na = [1.5, -0.01, 5e+22, 1_0E-2, inf, -nan, true, false]\n+++\n",
         "{\"a\":[1.5,-0.01,5e+22,0.1,\"inf\",\"-nan\",true,false]}", "", ""},
        {"+++\na = [1979-05-27, 07:32:00.5, 1979-05-27T07:32:00Z, 1979-05-27 07:32:00-07:00]\nb = 1979-05-27 "
         "# c\n+++\n",
         "{\"a\":[\"1979-05-27\",\"07:32:00.5\",\"1979-05-27T07:32:00Z\",\"1979-05-27 07:32:00-07:00\"],"
         "\"b\":\"1979-05-27\"}",
         "", ""},
        {"+++\na = [ # c\n  [1, 2], # c\n\n  ['x',],\n]\nb = []\nc = {}\nd = { x.y = 1, z = [{}] }\n+++\n",
         "{\"a\":[[1,2],[\"x\"]],\"b\":[],\"c\":{},\"d\":{\"x\":{\"y\":1},\"z\":[{}]}}", "", ""},
        {"+++\na.b . c = 1\n a.d = 2\n[ t.\"u v\" ]\nx = 1\n[t]\ny = 2\n[[l]]\nn = 1\n[l.s]\nk = 1\n[[l]]\nn "
         "= 2\n[[l.m]]\n+++\n",
         "{\"a\":{\"b\":{\"c\":1},\"d\":2},\"t\":{\"u v\":{\"x\":1},\"y\":2},"
         "\"l\":[{\"n\":1,\"s\":{\"k\":1}},{\"n\":2,\"m\":[{}]}]}",
         "", ""},
    };

    (void)state;
    CHECK(cases);
}

static void test_toml_salvage(void **state) {
    static const struct expected cases[] = {
        {"+++\na = 1\na = 2\n+++\n", "{\"a\":2}", "", "yaml-duplicate-key 2:5"},
        {"+++\na = Foo bar\nb = 1\n+++\n", "{\"a\":\"Foo bar\",\"b\":1}", "", "toml-syntax 2:5"},
        {"+++\na = \"Foo\" bar\nb = 1\n+++\n", "{\"a\":\"\\\"Foo\\\" bar\",\"b\":1}", "", "toml-syntax 2:11"},
        {"+++\na = \"Foo\nb = 1\n+++\n", "{\"a\":\"Foo\",\"b\":1}", "", "toml-syntax 2:9"},
        {"+++\na = 007\nb = 1\n+++\n", "{\"a\":\"007\",\"b\":1}", "", "toml-syntax 2:5"},
        {"+++\na = [1, 2\nb = 3\n+++\n", "{\"a\":[1,2],\"b\":3}", "", "toml-syntax 3:1"},
        {"+++\na = \"\"\"x\nb = 3\n[t]\nc = 4\n+++\n", "{\"a\":\"x\",\"b\":3,\"t\":{\"c\":4}}", "",
         "toml-syntax 6:1"},
        {"+++\na = \"\\q\"\nb = 1\n+++\n", "{\"a\":\"\\\\q\",\"b\":1}", "", "toml-syntax 2:6"},
        {"+++\na =\nb\n= 1\nd = 1\n[x\nc = 1\n+++\n", "{\"d\":1,\"x\":{\"c\":1}}", "",
         "toml-syntax 2:4; toml-syntax 6:3"},
        {"+++\na = {b = 1\nc = 2\n+++\n", "{\"a\":{\"b\":1},\"c\":2}", "", "toml-syntax 2:11"},
    };

    (void)state;
    CHECK(cases);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_toml_values),
        cmocka_unit_test(test_toml_salvage),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
