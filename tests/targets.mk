# The targets that test, measure and check; part of the Makefile.
FIXTURES := $(filter-out %_test.c,$(wildcard tests/unit/*.c))
FIXTURES := $(FIXTURES:%.c=$(BUILD)/%.o)
TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,\
  $(wildcard tests/unit/*_test.c))
HEADERS := $(wildcard pipeline/*.h pipeline/*/*.h training/*.h)

$(BUILD)/tests/unit/links_test.o: $(SQL:%=$(BUILD)/%.inc)
$(BUILD)/tests/%_test: $(BUILD)/tests/unit/%_test.o $(FIXTURES) $(LIB)
	@echo "  link $@"
	@$(LINK) $^ $(LDLIBS) -lcmocka -o $@

FUZZ := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,\
  $(wildcard tests/fuzz/*_fuzz.c))
FUZZ_DRIVER := $(if $(filter fuzz,$(VARIANT)),-fsanitize=fuzzer,\
  $(BUILD)/tests/fuzz/replay.o)
$(BUILD)/fuzz/%_fuzz: $(BUILD)/tests/fuzz/%_fuzz.o \
  $(BUILD)/tests/fuzz/fuzz.o $(filter %.o,$(FUZZ_DRIVER)) $(LIB)
	@mkdir -p $(@D)
	@echo "  link $@"
	@$(LINK) $(filter %.o,$^) $(filter -%,$(FUZZ_DRIVER)) $(LDLIBS) -o $@

.PHONY: tests unit cli browser layers headers globals lint lint-files bits \
  valgrind faults fuzz fuzz-targets peers public large scale bench robust \
  folding coverage attributes load evaluate
tests: $(TESTS) $(FUZZ)
unit: $(TESTS) ## unit tests alone
	@for t in $(TESTS); do $$t || exit 1; done
cli: all ## tests of the command line alone
	@for t in tests/cli/[0-9]*.sh; do $$t $(VIGIE) || exit 1; done
SECONDS ?= 60
fuzz: ## every reader with libFuzzer, SECONDS=60 each; TARGETS="page csv"
	@tests/setup.sh clang
	@$(MAKE) --no-print-directory VARIANT=fuzz CC=clang fuzz-targets
	@tests/fuzz/run.sh $(SECONDS) $(TARGETS)
fuzz-targets: $(FUZZ)
browser: all ## the console in a browser, all of it
	@tests/browser/run.sh $(VIGIE) whole
layers: ## no include against the order of the layers
	@tests/layers.sh
headers: $(SQL:%=$(BUILD)/%.inc) ## every header compiles alone
	@for h in $(HEADERS); do printf '#include "%s"\nextern int a;\n' $$h | \
	  $(CC) $(CSTD) $(WARN) -Werror $(INCLUDE) -iquote . -fsyntax-only \
	  -x c - || exit 1; done
globals: $(OBJ) ## no mutable globals (release build: sanitizers add some)
	@! objdump -t $^ | grep -E ' O (\.data|\.bss|\*COM\*)[[:space:]]'

# gcc 12 loses a pointer stored through two others: leaks are for clang and
# LeakSanitizer.  A source is looked at again when it or a header has changed.
$(BUILD)/%.tidy: %.c $(HEADERS) .clang-tidy
	@mkdir -p $(@D)
	@echo "  clang-tidy $<"
	@clang-tidy --quiet $< -- $(CSTD) $(INCLUDE) -DVIGIE_LINT 2>/dev/null
	@touch $@
lint-files: $(OBJ) $(OBJ:.o=.tidy)
lint: all ## gcc -fanalyzer, clang-tidy, cppcheck; a quarter of an hour at first
	@tests/setup.sh clang-tidy cppcheck
	@$(MAKE) --no-print-directory VARIANT=lint lint-files
	@tests/lint/run.sh $(LIB_SRC) pipeline/main.c

bits: all ## the same scores, bit for bit, from every build of the program
	@tests/bits.sh $(VIGIE) clang O0 O3 asan
valgrind: all ## the tests of the command line under valgrind, an hour
	@tests/setup.sh valgrind
	@tests/long.sh valgrind $(VIGIE) $(ONLY)
faults: all ## kills by hundreds, every call that can fail, half an hour
	@tests/long.sh faults $(VIGIE)

peers: all ## scikit-learn, fastText and svm-train beside vigie, half an hour
	@tests/setup.sh python3-sklearn fasttext libsvm-tools
	@tests/peers/peers.py $(VIGIE) $(PEERS)
PUBLIC ?= ../shared/corpora
public: all ## ROC AUC on public sets beside scikit-learn; PUBLIC=folder
	@tests/setup.sh python3-sklearn
	@tests/peers/public.py $(VIGIE) $(PUBLIC)
large: all ## train on 200,000 comments: time and memory
	@tests/bench/large.py $(VIGIE)
$(BUILD)/tests/repaired: $(BUILD)/tests/robust/repaired.o $(LIB)
$(BUILD)/tests/stages: $(BUILD)/tests/bench/stages.o $(LIB)
$(BUILD)/tests/store_rate: $(BUILD)/tests/bench/store_rate.o $(LIB)
$(BUILD)/tests/folding: $(BUILD)/tests/bench/folding.o $(LIB)
$(BUILD)/tests/covered: $(BUILD)/tests/robust/covered.o $(LIB)
$(patsubst %,$(BUILD)/tests/%,repaired stages folding covered store_rate):
	@echo "  link $@"
	@$(LINK) $^ $(LDLIBS) -o $@
scale: all $(BUILD)/tests/store_rate ## stores of 0.1 and 1 million; COUNTS=
	@tests/bench/scale.py $(VIGIE) $(COUNTS)
bench: all $(BUILD)/tests/stages ## speed beside fastText and scikit-learn
	@tests/setup.sh python3-sklearn fasttext libsvm-tools valgrind
	@tests/bench/bench.py $(VIGIE) $(BUILD)/tests/stages $(BENCH)
folding: $(BUILD)/tests/folding ## folding and repair, MB/s, beside utf8proc
	@$< $(dir $(MODEL)) $(LABELLED)
robust: all $(BUILD)/tests/repaired ## hostility when every word is disguised
	@tests/setup.sh python3-sklearn wfrench wamerican
	@tests/robust/spelling.py
	@tests/robust/robust.py --peer $(VIGIE)
	@tests/robust/rewrites.py $(BUILD)/tests/repaired
coverage: $(BUILD)/tests/covered ## how much of other lists the lexicon has
	@tests/robust/coverage.py $<
attributes: all ## how the attributes of the HTTP API are calibrated
	@tests/bench/attributes.py $(VIGIE) --readme README.md
load: all ## the HTTP API under load: five minutes
	@tests/setup.sh wrk
	@tests/bench/load.py $(VIGIE) --readme README.md
evaluate: all ## figures of the shipped model on the held-out discussions
	$(VIGIE) evaluate --split test $(LABELLED)
