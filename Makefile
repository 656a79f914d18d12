# newsdex: a command-line news index. "make help" lists the targets.
#
# Objects go to build/<preset>/ (PRESET=release, debug, asan or tsan); your CPPFLAGS, CFLAGS and LDFLAGS come
# last and win. CI=true turns warnings into errors. Sources are found, not listed: a new file is a new object.

PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
MANDIR ?= $(PREFIX)/share/man
DATADIR ?= $(PREFIX)/share/newsdex
LIBDIR ?= $(PREFIX)/lib
COMPLETIONDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d
DESTDIR ?=
PRESET ?= release
BUILD ?= build/$(PRESET)
PKG_CONFIG ?= pkg-config
VERSION := 0.13.0

MODULES := yaml-0.1 sqlite3 libcmark libutf8proc gumbo liburiparser uchardet libxxhash expat zlib
MODULE_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(MODULES) 2>/dev/null)
MODULE_LIBS := $(shell $(PKG_CONFIG) --libs $(MODULES) 2>/dev/null)

# A search takes a few milliseconds, and each shared library adds a fifth of one before main() begins. So the
# libraries that have a static archive are linked from it, and those that only ingest and parse need and which bring
# others with them are loaded when there is something for them to do: CLD2 (the C++ library), libarchive.
# STATIC=no links all shared, for distributions; CLD2_SONAME= and ARCHIVE_SONAME= link those as well.
# The sanitizers see more in shared libraries.
STATIC ?= $(if $(filter release debug,$(PRESET)),yes,no)
LIBRARY_FOLDERS := $(patsubst -L%,%,$(filter -L%,$(MODULE_LIBS) $(LDFLAGS)))
find_archive = $(if $(LIBRARY_FOLDERS),$(wildcard $(LIBRARY_FOLDERS:%=%/lib$(1).a)),$(filter /%,$(shell \
	$(CC) -print-file-name=lib$(1).a)))
link_library = $(or $(if $(filter yes,$(STATIC)),$(firstword $(call find_archive,$(1)))),-l$(1))
link_all = $(foreach word,$(1),$(if $(filter -l%,$(word)),$(call link_library,$(word:-l%=%)),$(word)))
soname = $(shell objdump -p "$$($(CC) -print-file-name=lib$(1).so)" 2>/dev/null | sed -n 's/^ *SONAME *//p')
CLD2_SONAME := $(call soname,cld2)
ARCHIVE_SONAME := $(call soname,archive)
LOADED_CPPFLAGS := $(foreach name,CLD2 ARCHIVE,$(if $($(name)_SONAME),-DND_$(name)_SONAME='"$($(name)_SONAME)"'))
LOADED_LIBS := $(if $(CLD2_SONAME),,-lcld2) $(if $(ARCHIVE_SONAME),,-larchive)

# Control-flow protection exists on x86 only.
CF_PROTECTION := $(if $(filter x86_64% i386% i486% i586% i686%,$(shell $(CC) -dumpmachine 2>/dev/null)),-fcf-protection)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion \
	-Wsign-conversion -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wnull-dereference
OPT_release := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
	-fstack-clash-protection $(CF_PROTECTION)
OPT_debug := -Og -g
OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
OPT_tsan := -O1 -g -fsanitize=thread
OPT_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
OPT := $(OPT_$(PRESET))
ifeq ($(OPT),)
$(error PRESET is release, debug, asan, tsan or fuzz, not "$(PRESET)")
endif

ND_CPPFLAGS := -Iinclude -Isrc -I$(BUILD) -D_GNU_SOURCE -DND_VERSION='"$(VERSION)"' $(MODULE_CFLAGS) $(LOADED_CPPFLAGS)
ND_CFLAGS := -std=c11 -pthread -fPIE $(WARNINGS) $(if $(CI),-Werror) $(OPT)
ND_CXXFLAGS := -std=c++11 -pthread -fPIE -Wall -Wextra $(if $(CI),-Werror) $(OPT)
ND_LDFLAGS := -pthread -pie -Wl,-z,relro,-z,now $(if $(filter yes,$(STATIC)),-static-libgcc) $(filter -fsanitize% -fno-sanitize%,$(OPT))
ND_LIBS := $(call link_all,$(MODULE_LIBS) -lstemmer $(LOADED_LIBS) -lstdc++) -ldl -lm

# A stage is a folder of src; a stage with rooms has one level of folders more.
SOURCES := $(wildcard src/*/*.c src/*/*/*.c)
# Of the program alone.
PROGRAM_C := src/cli/main.c src/cli/allocator.c
LIB_C := $(filter-out $(PROGRAM_C) src/extension/%,$(SOURCES))
LIB_CXX := $(wildcard src/*/*.cc src/*/*/*.cc)
LIB_OBJS := $(LIB_C:%.c=$(BUILD)/%.o) $(LIB_CXX:%.cc=$(BUILD)/%.o)
UNIT_TESTS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/test_*.c))
FUZZERS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
BATS := $(sort $(wildcard tests/cli/*.bats))
MAN := $(wildcard src/man/*.[157])
LINKS := ingest search

C_FILES := $(SOURCES) $(wildcard src/index/db/tool/*.c src/*/*.h src/*/*/*.h include/newsdex/*.h tests/*/*.[ch] tests/*.[ch])
SCRIPTS := .ci/run src/man/newsdex.bash $(wildcard tests/run tests/run-one tests/*.sh tests/*.bash \
	tests/*/*.sh tests/*/*.bash tests/*/*.bats)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

# V=1 shows the commands of the build as they are.
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(patsubst $(BUILD)/%,%,$@);)

.PHONY: all
all: newsdex $(LINKS) ## build newsdex and its links ingest and search

newsdex: $(BUILD)/newsdex
	@cp -f $< $@
$(LINKS): newsdex
	@ln -sf newsdex $@
$(LINKS:%=$(BUILD)/%): $(BUILD)/newsdex
	@ln -sf newsdex $@

$(BUILD)/libnewsdex.a: $(LIB_OBJS)
	@rm -f $@
	$(call say,AR) $(AR) rcs $@ $^
$(BUILD)/newsdex: $(PROGRAM_C:%.c=$(BUILD)/%.o) $(BUILD)/libnewsdex.a
	$(call say,LINK) $(CC) $(ND_CFLAGS) $(CFLAGS) $(ND_LDFLAGS) $(LDFLAGS) -o $@ $^ $(ND_LIBS)

# The .sql files as C strings; in bytes, because a string literal of that size is beyond what C promises.
$(BUILD)/index/scripts.h: $(wildcard src/index/db/*.sql)
	@mkdir -p $(@D)
	@for f in $^; do printf 'static const char nd_script_%s[] = {\n' "$$(basename $$f .sql | tr - _)"; \
		od -An -v -tx1 $$f | sed 's/[0-9a-f][0-9a-f]/0x&,/g'; echo '0};'; done > $@
$(BUILD)/src/index/db/migrate.o $(BUILD)/src/index/db/tool/print_schema.o $(BUILD)/tests/unit/test_migrate.o: $(BUILD)/index/scripts.h

# What makes the tables of other engines, in the same way.
ENGINE_SCHEMAS := $(filter-out %.c %.h,$(wildcard src/engine/*.*))
$(BUILD)/engine/schemas.h: $(ENGINE_SCHEMAS)
	@mkdir -p $(@D)
	@for f in $^; do printf 'static const char nd_schema_%s[] = {\n' "$$(basename $${f%.*})"; \
		od -An -v -tx1 $$f | sed 's/[0-9a-f][0-9a-f]/0x&,/g'; echo '0};'; done > $@
$(patsubst %,$(BUILD)/%.o,$(basename $(ENGINE_SCHEMAS))): $(BUILD)/engine/schemas.h

# The style of reports, in the same way.
$(BUILD)/output/report_style.h: src/output/html/report.css
	@mkdir -p $(@D)
	@{ printf 'static const char nd_report_style[] = {\n'; od -An -v -tx1 $< | sed 's/[0-9a-f][0-9a-f]/0x&,/g'; \
		echo '0};'; } > $@
$(BUILD)/src/output/html/report.o: $(BUILD)/output/report_style.h

# What the scripts make of a new database: the schema of every file that is opened is compared with it.
SCHEMA_OBJS := $(filter $(BUILD)/src/base/% $(BUILD)/src/analysis/%,$(LIB_OBJS)) $(BUILD)/src/index/db/tool/print_schema.o
$(BUILD)/index/print_schema: $(SCHEMA_OBJS)
	$(call say,LINK) $(CC) $(ND_CFLAGS) $(CFLAGS) $(ND_LDFLAGS) $(LDFLAGS) -o $@ $^ $(ND_LIBS)
$(BUILD)/index/made_schema.h: $(BUILD)/index/print_schema
	@$< > $@
$(BUILD)/src/index/db/schema.o: $(BUILD)/index/made_schema.h

# What everything is compiled with: another compiler or other flags build everything again.
FLAGS := $(CC) $(CXX) $(ND_CPPFLAGS) $(CPPFLAGS) $(ND_CFLAGS) $(CFLAGS) $(CXXFLAGS) $(ND_LIBS)
$(BUILD)/flags: force
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(FLAGS))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(FLAGS))' > $@
.PHONY: force
force:

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC) $(CC) $(ND_CPPFLAGS) $(CPPFLAGS) $(ND_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/%.o: %.cc $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CXX) $(CXX) $(ND_CPPFLAGS) $(CPPFLAGS) $(ND_CXXFLAGS) $(CXXFLAGS) -MMD -MP -c -o $@ $<
$(BUILD)/tests/unit/test_%: $(BUILD)/tests/unit/test_%.o $(BUILD)/libnewsdex.a
	$(call say,LINK) $(CC) $(ND_CFLAGS) $(CFLAGS) $(ND_LDFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(ND_LIBS)
# Loaded before the C library: never with sanitizers, which have to be first.
$(BUILD)/tests/fault/inject.so: tests/fault/inject.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,LINK) $(CC) -std=c11 -D_GNU_SOURCE $(WARNINGS) $(if $(CI),-Werror) -O1 -shared -fPIC -o $@ $< -ldl
$(BUILD)/tests/fuzz/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/replay.o $(BUILD)/libnewsdex.a
	$(call say,LINK) $(CC) $(ND_CFLAGS) $(CFLAGS) $(ND_LDFLAGS) $(LDFLAGS) -o $@ $^ $(ND_LIBS)
.SECONDARY:

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)

# What has to be there, each as probe=package: c:command, m:module of pkg-config, h:header, r:runs, f:file.
COMPILERS := c:$(firstword $(CC))=$(if $(findstring clang,$(CC)),clang,gcc) c:$(firstword $(CXX))=g++
NEEDS_BUILD := $(COMPILERS) c:$(PKG_CONFIG)=pkg-config h:stdio.h=libc6-dev m:yaml-0.1=libyaml-dev \
	m:sqlite3=libsqlite3-dev m:libcmark=libcmark-dev m:libutf8proc=libutf8proc-dev m:gumbo=libgumbo-dev \
	m:liburiparser=liburiparser-dev m:uchardet=libuchardet-dev m:libxxhash=libxxhash-dev \
	h:libstemmer.h=libstemmer-dev h:cld2/public/compact_lang_det.h=libcld2-dev \
	m:expat=libexpat1-dev m:zlib=zlib1g-dev h:archive.h=libarchive-dev
NEEDS_TEST := $(NEEDS_BUILD) c:prove=perl c:bats=bats c:jq=jq c:sqlite3=sqlite3 c:mandoc=mandoc \
	c:script=bsdutils c:setpriv=util-linux c:xz=xz-utils c:cmp=diffutils c:bsdtar=libarchive-tools \
	h:cmocka.h=libcmocka-dev
NEEDS_LINT := $(NEEDS_BUILD) c:clang-format=clang-format c:clang-tidy=clang-tidy c:cppcheck=cppcheck \
	c:shellcheck=shellcheck c:mandoc=mandoc h:cmocka.h=libcmocka-dev
NEEDS_BENCH := $(NEEDS_TEST) c:javac=default-jdk-headless f:/usr/share/java/lucene-core-8*.jar=liblucene8-java
NEEDS_VALGRIND := $(NEEDS_TEST) c:valgrind=valgrind r:valgrind=libc6-dbg

# A make of its own sees what has been installed meanwhile; it uses all processors unless you said how many.
SUBMAKE = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$$(nproc))

AS_ROOT = $$(test "$$(id -u)" -eq 0 || echo sudo)
# $(call install,NEEDS): installs the packages whose probe fails; quick, and without network, when none does.
define install
@missing=; for need in $(1); do \
	probe=$${need%%=*}; what=$${probe#?:}; package=$${need#*=}; \
	case $$probe in \
	c:*) command -v "$$what" ;; \
	m:*) $(PKG_CONFIG) --exists "$$what" ;; \
	h:*) printf '#include <%s>\n' setjmp.h stdarg.h stddef.h stdint.h "$$what" | $(CXX) -E $(CPPFLAGS) -x c++ - ;; \
	r:*) $$what -q true ;; \
	f:*) ls $$what ;; \
	esac > /dev/null 2>&1 || missing="$$missing $$package"; \
done; \
test -z "$$missing" && exit 0; \
echo "missing:$$missing"; \
if ! command -v apt-get > /dev/null; then \
	echo "There is no apt-get here. Please install what these packages of Debian hold, then run make again." >&2; \
	exit 1; \
fi; \
set -x; \
$(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get update && \
$(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing
endef

.PHONY: deps test-deps lint-deps bench-deps
deps: ## install what is missing for building (apt-get; sudo only if you are not root)
	$(call install,$(NEEDS_BUILD))
test-deps: ## install what is missing for make check
	$(call install,$(NEEDS_TEST))
bench-deps: ## install what is missing for make bench with its peers
	$(call install,$(NEEDS_BENCH))
lint-deps: ## install what is missing for make lint
	$(call install,$(NEEDS_LINT))

.PHONY: demo
DEMO := build/demo/newsdex.db
demo: deps ## build, ingest seeds/ into build/demo/, search it, show the first hit
	@$(SUBMAKE) all
	@rm -rf build/demo && mkdir -p build/demo
	@echo; echo '$$ ./ingest --db $(DEMO) seeds/'
	@./ingest --db $(DEMO) seeds/
	@echo; echo '$$ ./search --db $(DEMO) --format text "Qwen Meta"'
	@./search --db $(DEMO) --format text "Qwen Meta"
	@first=$$(./search --db $(DEMO) --format tsv -n 1 "Qwen Meta" | cut -f 1); \
	echo; echo "\$$ ./newsdex show --db $(DEMO) $$first"; ./newsdex show --db $(DEMO) "$$first"

.PHONY: check check-long check-asan check-asan-core check-valgrind
check: test-deps ## build and run every test but the long ones
	@+$(SUBMAKE) run-tests
check-long: ## run every test, those on all corpora in ../shared too
	@ND_LONG=1 $(SUBMAKE) check
check-asan check-asan-core: export ASAN_OPTIONS := handle_segv=2:detect_leaks=1:exitcode=99
check-asan check-asan-core: export UBSAN_OPTIONS := halt_on_error=1:print_stacktrace=1:exitcode=99
check-asan: ## run every test with the address and undefined-behaviour sanitizers
	@$(SUBMAKE) check PRESET=asan
check-asan-core: test-deps ## run with them what is not a matter of the command line: a third of the time
	@$(SUBMAKE) run-tests PRESET=asan PART=core
check-valgrind: ## run the unit and golden tests under valgrind
	$(call install,$(NEEDS_VALGRIND))
	@$(SUBMAKE) run-tests UNDER=valgrind

# The slowest first, so that no processor waits at the end.
TESTS := $(BATS) $(wildcard tests/fault/*.sh tests/*.sh) $(UNIT_TESTS) $(FUZZERS)
# Left out of the core: what measures growth, and queries by chance, which fuzz_search puts through the same.
SLOWEST_core := $(BUILD)/tests/fuzz/fuzz_search $(BUILD)/tests/unit/test_index_search
TESTS_core := $(SLOWEST_core) tests/cli/bad-input.bats tests/cli/crafted.bats tests/golden.sh \
	$(filter-out $(SLOWEST_core) %/test_growth_limits %/test_any_query,$(UNIT_TESTS) $(FUZZERS))
# Those of limits measure time.
TESTS_valgrind := tests/golden.sh $(filter-out %_limits,$(UNIT_TESTS)) $(FUZZERS)
.PHONY: run-tests
run-tests: export NEWSDEX := $(abspath $(BUILD)/newsdex)
run-tests: export ND_BUILD := $(abspath $(BUILD))
run-tests: export ND_CC := $(CC) $(ND_CPPFLAGS) $(CPPFLAGS)
run-tests: $(BUILD)/newsdex $(BUILD)/newsdex.so $(LINKS:%=$(BUILD)/%) $(BUILD)/tests/fault/inject.so $(UNIT_TESTS) $(FUZZERS)
	@tests/run $(if $(UNDER),--under $(UNDER) $(TESTS_$(UNDER)),$(or $(TESTS_$(PART)),$(TESTS)))

# A second, newer SQLite: the one whose source npm's better-sqlite3 carries. Only the last step, linking, is done
# again with it. Nothing of it is part of newsdex.
NEWER := build/newer-sqlite
NEWER_LIBS := $(foreach word,$(ND_LIBS),$(if $(filter %/libsqlite3.a -lsqlite3,$(word)),$(NEWER)/libsqlite3.a,$(word)))
NEWER_UNIT := test_index_changes test_index_segments test_index_search test_index_damage test_migrate
NEWER_BATS := newer-sqlite identity mend check database search show
$(NEWER)/libsqlite3.a:
	@mkdir -p $(NEWER)
	@cd $(NEWER) && npm pack --silent better-sqlite3@12 > /dev/null && tar xzf better-sqlite3-*.tgz
	$(CC) -O1 -w -DSQLITE_ENABLE_FTS5 -c -o $(NEWER)/sqlite3.o $(NEWER)/package/deps/sqlite3/sqlite3.c
	$(AR) rcs $@ $(NEWER)/sqlite3.o
$(NEWER)/newsdex: $(BUILD)/src/cli/main.o $(BUILD)/libnewsdex.a $(NEWER)/libsqlite3.a
	$(call say,LINK) $(CC) $(ND_CFLAGS) $(CFLAGS) $(ND_LDFLAGS) $(LDFLAGS) -o $@ $(filter-out $(NEWER)/libsqlite3.a,$^) $(NEWER_LIBS)
$(NEWER)/test_%: $(BUILD)/tests/unit/test_%.o $(BUILD)/libnewsdex.a $(NEWER)/libsqlite3.a
	$(call say,LINK) $(CC) $(ND_CFLAGS) $(CFLAGS) $(ND_LDFLAGS) $(LDFLAGS) -o $@ $(filter-out $(NEWER)/libsqlite3.a,$^) -lcmocka $(NEWER_LIBS)
# Servers of other engines, which are started and stopped by the tests; the articles are those of $ND_ARTICLES, or seeds.
NEEDS_ENGINES := $(NEEDS_TEST) c:pg_ctlcluster=postgresql c:psql=postgresql-client \
	c:clickhouse-server=clickhouse-server c:clickhouse-client=clickhouse-client \
	c:javac=default-jdk-headless f:/usr/share/java/lucene-core-8*.jar=liblucene8-java c:groonga=groonga-bin
.PHONY: check-engines
check-engines: ## run the tests with servers of other engines, which are installed
	$(call install,$(NEEDS_ENGINES))
	@+$(SUBMAKE) all
	@NEWSDEX=$(abspath $(BUILD)/newsdex) bats $(sort $(wildcard tests/engines/*.bats))

.PHONY: check-sqlite run-sqlite
check-sqlite: test-deps ## run the tests of the index with a newer SQLite (needs npm, and says so)
	@if command -v npm > /dev/null; then $(SUBMAKE) run-sqlite; else echo 'no npm here: not tested with a newer SQLite'; fi
run-sqlite: export ND_OLDER := $(abspath $(BUILD)/newsdex)
run-sqlite: export ND_BUILD := $(abspath $(BUILD))
run-sqlite: export NEWSDEX := $(abspath $(NEWER)/newsdex)
run-sqlite: $(NEWER)/newsdex $(BUILD)/newsdex $(BUILD)/newsdex.so $(NEWER_UNIT:%=$(NEWER)/%)
	@tests/run $(NEWER_BATS:%=tests/cli/%.bats) $(NEWER_UNIT:%=$(NEWER)/%)

.PHONY: golden-update
golden-update: $(BUILD)/newsdex ## write the expected records of tests/golden again; git diff reviews them
	NEWSDEX=$(abspath $(BUILD)/newsdex) tests/golden.sh --update

TIDY := $(patsubst %,$(BUILD)/lint/%.tidy,$(filter-out src/extension/%,$(SOURCES)))
.PHONY: lint lint-format lint-tidy lint-cppcheck lint-style lint-scripts lint-man
lint: lint-deps ## check form and common mistakes: clang-format, clang-tidy, cppcheck, house rules
	@$(SUBMAKE) -k lint-format lint-style lint-scripts lint-man lint-cppcheck lint-tidy
lint-format:
	@echo '  FORMAT'
	@clang-format --dry-run -Werror $(C_FILES) $(LIB_CXX)
lint-style:
	@echo '  STYLE'
	@tests/style.awk $(C_FILES) $(LIB_CXX)
# Left out: typographic quotes, which are meant, and variables for those who source a file.
lint-scripts:
	@echo '  SHELL'
	@shellcheck -x -S warning -e SC1112,SC2034 $(SCRIPTS)
lint-man: $(MAN)
	@echo '  MANUAL'
	$(if $(MAN),@mandoc -T lint -W warning $(MAN))
# Left out: what was not initialised, where cppcheck does not see that a function fills it; the compilers,
# clang-tidy and valgrind look for that. __GNUC__ is said so that files are not checked once more without it.
lint-cppcheck: $(BUILD)/index/scripts.h $(BUILD)/index/made_schema.h
	@echo '  CPPCHECK'
	@mkdir -p $(BUILD)/lint/cppcheck
	@cppcheck -q --error-exitcode=1 --enable=warning,performance,portability --inline-suppr --std=c11 \
		--suppress=uninitvar -D__GNUC__ --force --cppcheck-build-dir=$(BUILD)/lint/cppcheck -Iinclude -Isrc -I$(BUILD) $(SOURCES)
lint-tidy: $(TIDY)
# By way of the object, so that a file which passed is looked at again when it or a header of its has changed.
# The analyser follows calls into other functions only with ANALYSIS=deep, which takes seven times as long; without
# it (ANALYSIS=none) all other checks take a seventh.
ANALYSIS ?= shallow
ANALYSER := $(if $(filter none,$(ANALYSIS)),--checks=-clang-analyzer-*)
$(BUILD)/lint/%.c.tidy: $(BUILD)/%.o .clang-tidy
	@mkdir -p $(@D)
	@echo '  TIDY  $*.c'
	@clang-tidy --quiet $(ANALYSER) $*.c -- -std=c11 $(ND_CPPFLAGS) $(CPPFLAGS) \
		$(if $(ANALYSER),,-Xclang -analyzer-config -Xclang mode=$(ANALYSIS)) \
		2> $@.err || { cat $@.err >&2; exit 1; }
	@touch $@

# The extension has no SQLite of its own: its objects are compiled against the one of the program that loads it.
EXTENSION_C := $(wildcard src/base/*.c src/analysis/*.c src/extension/*.c) src/index/search/bm25f.c
# Never with sanitizers: the program that loads it has none.
EXTENSION_CFLAGS := $(filter-out $(OPT),$(ND_CFLAGS)) $(OPT_release)
EXTENSION_OBJS := $(EXTENSION_C:%.c=$(BUILD)/extension/%.o)
$(EXTENSION_OBJS): $(BUILD)/extension/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC) $(CC) $(ND_CPPFLAGS) -DND_EXTENSION $(CPPFLAGS) $(EXTENSION_CFLAGS) -fPIC -fvisibility=hidden $(CFLAGS) -MMD -MP -c -o $@ $<
newsdex.so: $(BUILD)/newsdex.so
	@cp -f $< $@
$(BUILD)/newsdex.so: $(EXTENSION_OBJS)
	$(call say,LINK) $(CC) $(EXTENSION_CFLAGS) -shared -fPIC $(CFLAGS) $(LDFLAGS) -o $@ $^ -lutf8proc -lstemmer -lm
.PHONY: extension
extension: newsdex.so ## build newsdex.so, the tokenizer and ranking function for other programs with SQLite

$(BUILD)/tests/eval/%: $(BUILD)/tests/eval/%.o $(BUILD)/libnewsdex.a
	$(call say,LINK) $(CC) $(ND_CFLAGS) $(CFLAGS) $(ND_LDFLAGS) $(LDFLAGS) -o $@ $^ $(ND_LIBS)
.PHONY: eval
eval: $(BUILD)/newsdex $(BUILD)/tests/eval/eval ## measure relevance on the collections in IR (default ../shared/corpora/ir.tar.xz)
	tests/eval/run.sh $(BUILD) $(IR)
.PHONY: eval-halves
eval-halves: $(BUILD)/newsdex ## compare searches over two databases with those over one of all, on the collections in IR
	tests/eval/halves.sh $(BUILD) $(IR)
.PHONY: eval-stories
eval-stories: $(BUILD)/newsdex $(BUILD)/tests/eval/stories ## measure stories and related on the sets in STORIES (default ../shared/corpora/stories.tar.xz)
	tests/eval/stories.sh $(BUILD) $(STORIES)
.PHONY: fit
fit: $(BUILD)/tests/eval/fit_main_text ## fit the weights of main text on the pages PAGES/html, as PAGES/gold.jsonl has them
	$< $(PAGES)/gold.jsonl $(PAGES)/html
.PHONY: fit-title
fit-title: $(BUILD)/tests/eval/fit_title ## the same for the weights of titles
	$< $(PAGES)/gold.jsonl $(PAGES)/html

# libFuzzer brings its own main, so these are linked anew; what they find is kept in build/fuzz/corpus.
FUZZ_RUN := $(notdir $(wildcard tests/fuzz/fuzz_*.c))
TIME ?= 60
$(BUILD)/fuzzer/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libnewsdex.a
	@mkdir -p $(@D)
	$(call say,LINK) $(CXX) -pthread -fsanitize=fuzzer,address,undefined -o $@ $^ $(ND_LIBS)
.PHONY: fuzz run-fuzz
fuzz: ## run every fuzz target for TIME seconds (default 60) with libFuzzer; needs clang
	$(MAKE) PRESET=fuzz CC=clang CXX=clang++ run-fuzz
run-fuzz: $(FUZZ_RUN:%.c=$(BUILD)/fuzzer/%)
	@for fuzzer in $(FUZZ_RUN:%.c=%); do \
		mkdir -p $(BUILD)/corpus/$$fuzzer; echo "== $$fuzzer"; \
		$(BUILD)/fuzzer/$$fuzzer -max_total_time=$(TIME) -print_final_stats=1 -timeout=10 -rss_limit_mb=4096 \
			-artifact_prefix=$(BUILD)/corpus/$$fuzzer- $(BUILD)/corpus/$$fuzzer \
			$$(find tests/golden seeds $$(ls -d tests/fuzz/corpus/$$fuzzer 2> /dev/null) -type d) > $(BUILD)/corpus/$$fuzzer.log 2>&1 || found=1; \
		tail -n 12 $(BUILD)/corpus/$$fuzzer.log; done; [ -z "$$found" ]

$(BUILD)/tests/bench/search $(BUILD)/tests/bench/pairs: %: %.o $(BUILD)/libnewsdex.a
	$(call say,LINK) $(CC) $(ND_CFLAGS) $(CFLAGS) $(ND_LDFLAGS) $(LDFLAGS) -o $@ $^ $(ND_LIBS)
.PHONY: bench
bench: export NEWSDEX := $(abspath $(BUILD)/newsdex)
bench: export ND_BUILD := $(abspath $(BUILD))
bench: $(BUILD)/newsdex $(BUILD)/tests/bench/search $(BUILD)/tests/bench/pairs ## time ingest and search beside their floors and peers
	tests/bench/run.sh
	tests/bench/search.sh
	tests/bench/process.sh

# What editors and clangd ask for: one entry a source, as the compiler is called here.
.PHONY: compile_commands.json
compile_commands.json: ## write compile_commands.json for editors and clangd
	@command=$$(printf '%s' '$(subst ','\'',$(CC) $(ND_CPPFLAGS) $(CPPFLAGS) $(ND_CFLAGS) $(CFLAGS) -c)' | sed 's/[\\"]/\\&/g'); \
	{ printf '['; for file in $(SOURCES); do \
		printf '%s\n{"directory": "%s", "file": "%s", "command": "%s %s"}' \
			"$$comma" '$(CURDIR)' "$$file" "$$command" "$$file"; comma=,; done; printf '\n]\n'; } > $@

.PHONY: install uninstall
install: $(BUILD)/newsdex $(BUILD)/newsdex.so ## install into DESTDIR and PREFIX (default /usr/local)
	install -d $(DESTDIR)$(BINDIR)
	install -m 755 $(BUILD)/newsdex $(DESTDIR)$(BINDIR)/newsdex
	for link in $(LINKS); do ln -sf newsdex $(DESTDIR)$(BINDIR)/$$link; done
	for page in $(MAN); do install -D -m 644 $$page \
		$(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}; done
	for link in $(LINKS); do echo '.so man1/newsdex.1' > $(DESTDIR)$(MANDIR)/man1/$$link.1; done
	install -D -m 644 src/man/record.schema.json $(DESTDIR)$(DATADIR)/record.schema.json
	install -D -m 644 $(BUILD)/newsdex.so $(DESTDIR)$(LIBDIR)/newsdex.so
	install -D -m 644 src/man/newsdex.bash $(DESTDIR)$(COMPLETIONDIR)/newsdex
	for link in $(LINKS); do ln -sf newsdex $(DESTDIR)$(COMPLETIONDIR)/$$link; done
	install -D -m 644 src/man/newsdex.zsh $(DESTDIR)$(ZSHDIR)/_newsdex
	install -D -m 644 src/man/newsdex.fish $(DESTDIR)$(FISHDIR)/newsdex.fish
uninstall: ## remove what install installed
	for name in newsdex $(LINKS); do rm -f $(DESTDIR)$(BINDIR)/$$name $(DESTDIR)$(COMPLETIONDIR)/$$name; done
	for link in $(LINKS); do rm -f $(DESTDIR)$(MANDIR)/man1/$$link.1; done
	for page in $(MAN); do rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}; done
	rm -f $(DESTDIR)$(ZSHDIR)/_newsdex $(DESTDIR)$(FISHDIR)/newsdex.fish
	rm -f $(DESTDIR)$(DATADIR)/record.schema.json $(DESTDIR)$(LIBDIR)/newsdex.so

.PHONY: deb
deb: ## make a Debian package in build/deb, with debhelper; lintian looks at it if it is there
	rm -rf $(CURDIR)/build/deb
	mkdir -p $(CURDIR)/build/deb
	git archive --prefix=newsdex-$(VERSION)/ HEAD | tar -x -C build/deb
	mv build/deb/newsdex-$(VERSION)/src/debian build/deb/newsdex-$(VERSION)/debian
	printf 'newsdex (%s) unstable; urgency=medium\n\n  * See src/CHANGES.\n\n -- The newsdex authors <newsdex@example.org>  %s\n' \
		'$(VERSION)' "$$(git log -1 --format=%cD)" > build/deb/newsdex-$(VERSION)/debian/changelog
	cd build/deb/newsdex-$(VERSION) && env -u MAKEFLAGS -u MAKELEVEL dpkg-buildpackage -us -uc -b
	if command -v lintian > /dev/null; then cd build/deb && lintian --fail-on error,warning *.changes; fi

.PHONY: clean help
clean: ## remove everything that was built
	rm -rf build newsdex newsdex.so compile_commands.json $(LINKS)
help: ## list the targets
	@sed -n 's/^\([a-z][a-z_.-]*\):[^#]*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name what; do \
		printf '  %-21s %s\n' "$$name" "$$what"; done
