# vigie: `make demo` and `make test` are all a newcomer needs; `make help`
# lists the rest.
VARIANT ?= release
BUILD := build/$(VARIANT)

# Debian's packages, the one list.
PACKAGES := gcc make pkg-config libutf8proc-dev libsvm-dev liblinear-dev \
  libsqlite3-dev zlib1g-dev libjansson-dev libcsv-dev libinih-dev \
  libsodium-dev libcmocka-dev libmicrohttpd-dev libcurl4-gnutls-dev \
  gnuplot-nox jq sqlite3 curl openssl chromium python3-googleapi

# No contraction, no -ffast-math: every build gives the same bits (make bits).
CSTD := -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -ffp-contract=off
WARN := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow \
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wcast-qual \
  -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wswitch-enum -Wdouble-promotion
X86 := $(filter x86_64% i%86%,$(shell $(CC) -dumpmachine))
HARDEN := -fstack-protector-strong -fstack-clash-protection \
  -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 $(X86:%=-fcf-protection)
FLAGS_release := -O2 -g -fPIE $(HARDEN)
FLAGS_asan := -Werror -O1 -g -fsanitize=address,undefined \
  -fno-sanitize-recover=all
FLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
  -fno-sanitize-recover=all
FLAGS_lint := -Werror -O1 -DVIGIE_LINT -Wno-unused-value -fanalyzer \
  -Wno-analyzer-malloc-leak
FLAGS_tsan := -Werror -O1 -g -fsanitize=thread
FLAGS_O0 := -O0
FLAGS_O3 := -O3 -g
FLAGS_clang := -O3 # CC=clang
LDFLAGS_release := -pie -Wl,-z,relro,-z,now,-z,noexecstack
ALL_CFLAGS = $(CSTD) $(WARN) $(FLAGS_$(VARIANT)) -pthread $(CFLAGS)
LINK = $(CC) $(ALL_CFLAGS) $(LDFLAGS_$(VARIANT)) $(LDFLAGS) # the user's win
# library.h loads libsvm, liblinear, libmicrohttpd and libcurl.
LDLIBS := -lutf8proc -lsqlite3 -lz -ljansson -lcsv -linih -lsodium -lm
INCLUDE := $(addprefix -iquote ,$(wildcard pipeline/*/) pipeline training \
  tests/unit tests/fuzz $(BUILD))

LIB_SRC := $(wildcard pipeline/*/*.c training/*.c) pipeline/pipeline.c
LIB := $(LIB_SRC:%.c=$(BUILD)/%.o)
OBJ := $(LIB) $(BUILD)/pipeline/main.o
VIGIE := $(if $(filter release,$(VARIANT)),build/vigie,$(BUILD)/vigie)
MODEL := models/fr-comments/model.vigie

all: $(VIGIE) ## build the program: build/vigie
.SECONDARY:
.PHONY: all setup demo test check models install format help clean

setup: ## install what is missing from Debian's packages
	@tests/setup.sh $(PACKAGES)
	@command -v npm >/dev/null || tests/setup.sh nodejs npm # or one has both

demo: setup ## build, read a page and a batch, score them, print the queue
	@$(MAKE) --no-print-directory all $(MODEL)
	@tests/demo.sh $(VIGIE)

test: setup ## all tests
	@$(MAKE) --no-print-directory all $(MODEL)
	@tests/run.sh $(VARIANT)

check: ## the tests, and again under ASan + UBSan
	$(MAKE) test && $(MAKE) test VARIANT=asan

$(VIGIE): $(OBJ)
	@echo "  link $@"
	@$(LINK) $^ $(LDLIBS) -o $@

$(BUILD)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CC) $(ALL_CFLAGS) $(INCLUDE) -MMD -MP -c $< -o $@

# Files that the program carries along, as C strings.
EMBED = @mkdir -p $(@D) && sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' \
  -e 's/$$/\\n",/' $< >$@
$(BUILD)/%.inc: pipeline/store/%.sql Makefile
	$(EMBED)
$(BUILD)/%.inc: pipeline/console/static/% Makefile
	$(EMBED)
SQL := $(patsubst pipeline/store/%.sql,%,$(wildcard pipeline/store/*.sql))
STATIC := $(notdir $(wildcard pipeline/console/static/*))
$(BUILD)/pipeline/console/static_files.o: $(STATIC:%=$(BUILD)/%.inc)
$(BUILD)/pipeline/store/migrate.o: $(SQL:%=$(BUILD)/%.inc)

include tests/targets.mk # tests, measurements, checks of the source

TONES := hostility,insult,hate,threat,sarcasm,source_request,source_given
LABELLED := $(wildcard data/discussions/*.jsonl)
$(MODEL):
	$(MAKE) models
models: all ## train the shipped model again, byte for byte
	$(VIGIE) train --out models/fr-comments \
	  --tones $(TONES),profanity,distress,spam $(LABELLED)

PREFIX ?= /usr/local
SHARE = $(DESTDIR)$(PREFIX)/share/vigie
install: all $(MODEL) ## to PREFIX=/usr/local: bin/vigie, share/vigie; DESTDIR=
	install -Dm755 $(VIGIE) $(DESTDIR)$(PREFIX)/bin/vigie
	rm -rf $(SHARE)/data/lexicon $(SHARE)/data/discussions
	find data models -type f -exec install -Dm644 {} $(SHARE)/{} \;

format: ## lay the code out by .clang-format
	clang-format -i $(wildcard pipeline/*.[ch] pipeline/*/*.[ch] \
	  training/*.[ch] tests/unit/*.[ch] tests/fuzz/*.[ch])
help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile \
	  tests/targets.mk | expand -t 18
clean: ## remove what was built
	rm -rf build
-include $(shell find build -name '*.d' 2>/dev/null)
