# newsdex: a command-line news index. "make help" lists the targets.

PREFIX ?= /usr/local
DESTDIR ?=
PRESET ?= release
VERSION := 0.1.0

BUILD := build/$(PRESET)
PKGS := yaml-0.1 sqlite3 libcmark libutf8proc gumbo liburiparser uchardet libxxhash
PKG_CONFIG ?= pkg-config

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion \
	-Wsign-conversion -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wnull-dereference
HARDEN := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection
OPT_release := -O2 -g $(HARDEN)
OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
OPT_tsan := -O1 -g -fsanitize=thread
OPT_debug := -Og -g
ND_CPPFLAGS = -Iinclude -Isrc -I$(BUILD) -D_GNU_SOURCE -DND_VERSION='"$(VERSION)"' $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null)
ND_CFLAGS = -std=c11 -pthread -fPIC $(WARNINGS) $(if $(CI),-Werror) $(OPT_$(PRESET))
ND_CXXFLAGS = -std=c++11 -fPIC -Wall -Wextra $(OPT_$(PRESET))
ND_LDFLAGS = -pthread -pie -Wl,-z,relro,-z,now $(filter -fsanitize% -fno-sanitize%,$(OPT_$(PRESET)))
ND_LIBS = $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null) -lstemmer -lcld2 -lstdc++ -lm

LIB_C := $(filter-out src/cli/main.c,$(wildcard src/*/*.c))
LIB_CXX := $(wildcard src/*/*.cc)
LIB_OBJS := $(LIB_C:%.c=$(BUILD)/%.o) $(LIB_CXX:%.cc=$(BUILD)/%.o)
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/test_*.c))

.PHONY: all
all: newsdex ingest search ## build newsdex and its links ingest and search

newsdex: $(BUILD)/newsdex
	@cp -f $< $@
ingest search: newsdex
	@ln -sf newsdex $@

$(BUILD)/libnewsdex.a: $(LIB_OBJS)
	@rm -f $@
	$(AR) rcs $@ $^
$(BUILD)/newsdex: $(BUILD)/src/cli/main.o $(BUILD)/libnewsdex.a
	$(CC) $(ND_CFLAGS) $(CFLAGS) $(ND_LDFLAGS) $(LDFLAGS) -o $@ $^ $(ND_LIBS)
# The .sql files as C strings; in bytes, because a string literal of that size is beyond what C promises.
$(BUILD)/index/scripts.h: $(wildcard src/index/*.sql)
	@mkdir -p $(@D)
	@for f in $^; do printf 'static const char nd_script_%s[] = {\n' "$$(basename $$f .sql | tr - _)"; \
		od -An -v -tx1 $$f | sed 's/[0-9a-f][0-9a-f]/0x&,/g'; echo '0};'; done > $@
$(BUILD)/src/index/migrate.o: $(BUILD)/index/scripts.h

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ND_CPPFLAGS) $(CPPFLAGS) $(ND_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(ND_CPPFLAGS) $(CPPFLAGS) $(ND_CXXFLAGS) $(CXXFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/tests/unit/test_%: $(BUILD)/tests/unit/test_%.o $(BUILD)/libnewsdex.a
	$(CC) $(ND_CFLAGS) $(CFLAGS) $(ND_LDFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(ND_LIBS)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
