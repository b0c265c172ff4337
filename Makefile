# vigie: `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.
VARIANT ?= release
BUILD := build/$(VARIANT)

# Debian's packages, the one list.
PACKAGES := gcc make pkg-config libutf8proc-dev libsvm-dev liblinear-dev libsqlite3-dev zlib1g-dev \
  libjansson-dev libcsv-dev libinih-dev libsodium-dev libcmocka-dev libmicrohttpd-dev libcurl4-gnutls-dev \
  gnuplot-nox jq sqlite3 curl openssl chromium

CSTD := -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE
WARN := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow \
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wcast-qual \
  -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wswitch-enum -Wdouble-promotion
FLAGS_release := -O2 -g -ffp-contract=off -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
FLAGS_asan := -Werror -O1 -g -ffp-contract=off -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_fuzz := -O1 -g -ffp-contract=off -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
FLAGS_tsan := -Werror -O1 -g -ffp-contract=off -fsanitize=thread
ALL_CFLAGS = $(CSTD) $(WARN) $(FLAGS_$(VARIANT)) -pthread $(CFLAGS) # the user's win
LDLIBS := -lutf8proc -lsvm -llinear -lsqlite3 -lz -ljansson -lcsv -linih -lsodium -lmicrohttpd -lcurl -lm
INCLUDE := $(addprefix -iquote ,$(wildcard pipeline/*/) pipeline training tests/unit tests/fuzz $(BUILD))

LIB_SRC := $(wildcard pipeline/*/*.c training/*.c)
TEST_SRC := $(wildcard tests/unit/*_test.c)
SCHEMA := $(patsubst pipeline/store/%.sql,$(BUILD)/%.inc,$(wildcard pipeline/store/*.sql))
HEADERS := $(wildcard pipeline/*.h pipeline/*/*.h training/*.h)
OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/pipeline/main.o $(BUILD)/pipeline/pipeline.o
LIB := $(filter-out $(BUILD)/pipeline/main.o,$(OBJ))
FIXTURES := $(patsubst %.c,$(BUILD)/%.o,$(filter-out %_test.c,$(wildcard tests/unit/*.c)))
FUZZ := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*_fuzz.c))
FUZZ_DRIVER := $(if $(filter fuzz,$(VARIANT)),-fsanitize=fuzzer,$(BUILD)/tests/fuzz/replay.o)
TESTS := $(TEST_SRC:tests/unit/%.c=$(BUILD)/tests/%)
VIGIE := $(if $(filter release,$(VARIANT)),build/vigie,$(BUILD)/vigie)
TONES := hostility,insult,hate,threat,sarcasm,source_request,source_given,profanity,distress,spam
LABELLED := $(wildcard data/discussions/*.jsonl)

all: $(VIGIE) ## build the program: build/vigie
.SECONDARY:
.PHONY: all setup demo test check tests unit cli browser layers headers globals fuzz fuzz-targets format models peers robust large scale evaluate help clean

setup: ## install what is missing from Debian's packages
	@tests/setup.sh $(PACKAGES)
	@command -v npm >/dev/null || tests/setup.sh nodejs npm # other sources bring both in one

demo: setup ## build, read a page and a batch, score them, print the queue
	@$(MAKE) --no-print-directory all models/fr-comments/model.vigie
	@tests/demo.sh $(VIGIE)

test: setup ## all tests
	@$(MAKE) --no-print-directory all models/fr-comments/model.vigie
	@tests/run.sh $(VARIANT)

check: ## the tests, and again under ASan + UBSan
	$(MAKE) test && $(MAKE) test VARIANT=asan

$(VIGIE): $(OBJ)
	@echo "  link $@"
	@$(CC) $(ALL_CFLAGS) $^ $(LDLIBS) -o $@

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CC) $(ALL_CFLAGS) $(INCLUDE) -MMD -MP -c $< -o $@

$(BUILD)/%.inc: pipeline/store/%.sql Makefile
	@mkdir -p $(@D)
	@sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n",/' $< > $@
$(BUILD)/%.inc: pipeline/console/static/% Makefile
	@mkdir -p $(@D)
	@sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n",/' $< > $@
STATIC := $(patsubst pipeline/console/static/%,$(BUILD)/%.inc,$(wildcard pipeline/console/static/*))
$(BUILD)/pipeline/console/static_files.o: $(STATIC)
$(BUILD)/pipeline/store/migrate.o $(BUILD)/tests/unit/links_test.o: $(SCHEMA)

$(BUILD)/tests/%_test: $(BUILD)/tests/unit/%_test.o $(FIXTURES) $(LIB)
	@echo "  link $@"
	@$(CC) $(ALL_CFLAGS) $^ $(LDLIBS) -lcmocka -o $@

$(BUILD)/fuzz/%_fuzz: $(BUILD)/tests/fuzz/%_fuzz.o $(BUILD)/tests/fuzz/fuzz.o $(filter %.o,$(FUZZ_DRIVER)) $(LIB)
	@mkdir -p $(@D)
	@echo "  link $@"
	@$(CC) $(ALL_CFLAGS) $(filter %.o,$^) $(filter -%,$(FUZZ_DRIVER)) $(LDLIBS) -o $@

tests: $(TESTS) $(FUZZ)
unit: $(TESTS) ## unit tests alone
	@for t in $(TESTS); do $$t || exit 1; done
cli: all ## tests of the command line alone
	@for t in tests/cli/[0-9]*.sh; do $$t $(VIGIE) || exit 1; done
SECONDS ?= 60
fuzz: ## every reader of foreign bytes with libFuzzer, SECONDS=60 each; TARGETS="page csv" some
	@tests/setup.sh clang
	@$(MAKE) --no-print-directory VARIANT=fuzz CC=clang fuzz-targets
	@tests/fuzz/run.sh $(SECONDS) $(TARGETS)
fuzz-targets: $(FUZZ)
browser: all ## the console in a browser, all of it
	@tests/browser/run.sh $(VIGIE) whole
layers: ## no include against the order of the layers
	@tests/layers.sh
headers: $(SCHEMA) ## every header compiles alone
	@for h in $(HEADERS); do printf '#include "%s"\nextern int alone;\n' $$h | \
	  $(CC) $(CSTD) $(WARN) -Werror $(INCLUDE) -iquote . -fsyntax-only -x c - || exit 1; done
globals: $(OBJ) ## no mutable globals (release build only: sanitizers add their own)
	@! objdump -t $^ | grep -E ' O (\.data|\.bss|\*COM\*)[[:space:]]'
format: ## lay the code out by .clang-format
	clang-format -i $(wildcard pipeline/*.[ch] pipeline/*/*.[ch] training/*.[ch] tests/unit/*.[ch] tests/fuzz/*.[ch])

models/fr-comments/model.vigie:
	$(MAKE) models
models: all ## train the shipped model again, byte for byte
	$(VIGIE) train --search --out models/fr-comments --tones $(TONES) $(LABELLED)
peers: all ## scikit-learn, fastText and svm-train beside vigie, in one run (half an hour)
	@tests/setup.sh python3-sklearn fasttext libsvm-tools
	@tests/peers/peers.py $(VIGIE) $(PEERS)
large: all ## train on 200,000 comments: time and memory
	@tests/bench/large.py $(VIGIE)
scale: all $(BUILD)/tests/store_rate ## 0.1 and 1 million comments: time, memory, bytes; COUNTS="..." others
	@tests/bench/scale.py $(VIGIE) $(COUNTS)
$(BUILD)/tests/store_rate: $(BUILD)/tests/bench/store_rate.o $(LIB)
	@echo "  link $@"
	@$(CC) $(ALL_CFLAGS) $^ $(LDLIBS) -o $@
$(BUILD)/tests/repaired: $(BUILD)/tests/robust/repaired.o $(LIB)
	@echo "  link $@"
	@$(CC) $(ALL_CFLAGS) $^ $(LDLIBS) -o $@
robust: all $(BUILD)/tests/repaired ## hostility when every word is disguised; words rewritten wrongly
	@tests/setup.sh python3-sklearn wfrench
	@tests/robust/robust.py --peer $(VIGIE)
	@tests/robust/rewrites.py $(BUILD)/tests/repaired
evaluate: all ## figures of the shipped model on the held-out discussions
	$(VIGIE) evaluate --split test $(LABELLED)

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18
clean: ## remove what was built
	rm -rf build
-include $(shell find build -name '*.d' 2>/dev/null)
