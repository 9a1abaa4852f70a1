# Essaim. `make` lists the targets.

GO ?= go
SITE ?= .
OUT ?= public
ADDR ?= 127.0.0.1:1313
FUZZTIME ?= 30s

# What `make bench` measures: sizes, parts, runs of each build, edits in the
# preview; programs and up to which size they are measured.
PARTS ?= cold warm serve
SCALE ?= 1000 3000 10000 30000 100000
RUNS ?= 3
EDITS ?= 25
HUGO ?= hugo
HUGO_MAX ?= 100000
PAGEFIND_MAX ?= 20000

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0

ESSAIM = $(GO) run ./generator/cmd/essaim --site $(SITE)
E2E = generator/e2e

# Tests have a Chromium without windows, which takes less than two thirds of the
# processors; what is measured is that of visitors.
TESTED = chromium-headless-shell

.PHONY: help serve site test test-go test-e2e lint lint-go lint-static lint-e2e vulnerabilities fuzz bench bench-go bench-search prove golden clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: ## preview the site at http://127.0.0.1:1313, with live reload
	$(ESSAIM) serve --addr $(ADDR)

site: ## build the site into public/
	$(ESSAIM) build --out $(OUT)

test: test-go test-e2e ## run every test, those in a real browser too

# Tests make many small sites in one process: a collector that waits for more
# garbage than Go's own takes a quarter less of the processors, up to a limit that
# leaves room for browsers beside it. A busy machine takes longer than Go's ten
# minutes for a package. lint-go vets. Without what debuggers read, sixty programs
# are linked in two thirds of the time.
test-go:
	GOGC=400 GOMEMLIMIT=3GiB sh generator/inmemory.sh $(GO) test -vet=off -ldflags='-s -w' -timeout=1h ./...

test-e2e: $(E2E)/node_modules/.package-lock.json
	@sh $(E2E)/chromium.sh $(TESTED)
	cd $(E2E) && sh ../inmemory.sh npm test --silent

$(E2E)/node_modules/.package-lock.json: $(E2E)/package-lock.json
	cd $(E2E) && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

lint: lint-e2e lint-go lint-static vulnerabilities ## check format, code, dependencies and architecture

lint-go:
	@unformatted=$$(gofmt -l generator search); test -z "$$unformatted" || { echo "run gofmt -w on:" $$unformatted; exit 1; }
	$(GO) vet ./...
	$(GO) mod tidy -diff
	$(GO) test -vet=off ./generator/internal/archtest

lint-static:
	$(GO) run $(STATICCHECK) ./...

lint-e2e: $(E2E)/node_modules/.package-lock.json
	cd $(E2E) && npx --no-install tsc --noEmit && npx --no-install tsc -p ../../themes/solidaire && npx --no-install tsc -p ../../search/client && npx --no-install tsc -p ../bench/search && npx --no-install tsc -p ../bench/serve

vulnerabilities:
	@sh generator/vulnerabilities.sh "$(GO)" $(GOVULNCHECK)

fuzz: $(E2E)/node_modules/.package-lock.json ## fuzz every parser for FUZZTIME (30s) each
	@set -e; for target in $$(grep -rhoE '^func Fuzz[A-Za-z]+' --include='*_test.go' generator search | cut -c6- | sort); do \
		package=$$(dirname $$(grep -rlE "^func $$target\(" --include='*_test.go' generator search)); \
		echo "$$package $$target"; $(GO) test -run='^$$' -fuzz="^$$target$$" -fuzztime=$(FUZZTIME) -fuzzminimizetime=2s ./$$package; done
	@set -e; data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; \
		ESSAIM_DIFFERENTIAL=$$data $(GO) test -run='^TestDifferentialData$$' -count=1 ./search; \
		for folder in $$data/*; do (cd $(E2E) && npx --no-install tsx fuzz.ts $$folder $(FUZZTIME:s=) $$$$); done

# Builds and the preview beside Hugo (go install github.com/gohugoio/hugo@v0.165.0)
# and Pagefind where npm has it; what is missing is said so.
bench: $(E2E)/node_modules/.package-lock.json ## measure DOCUMENTS ("1000 10000"), PARTS (cold warm serve scale) beside Hugo and Pagefind
	@sh $(E2E)/chromium.sh chromium
	-cd generator/bench/search && npm ci --no-audit --no-fund --loglevel=error
	$(GO) run ./generator/bench -documents "$(or $(DOCUMENTS),1000 10000)" -scale "$(SCALE)" -parts "$(PARTS)" -runs $(RUNS) -edits $(EDITS) \
		-go $(GO) -hugo "$(HUGO)" -hugo-max $(HUGO_MAX) -pagefind-max $(PAGEFIND_MAX)

bench-go: ## Go's benchmarks: a site of 10,000 documents, Markdown, typography, search
	ESSAIM_LARGE=1 $(GO) test -run='^TestLargeSite$$' -count=1 -v ./generator/internal/app/build
	$(GO) test -run='^$$' -bench=. -benchmem ./generator/... ./search/...

# The search in a browser behind a slow link, beside Pagefind where npm has it.
bench-search: $(E2E)/node_modules/.package-lock.json ## measure the search of DOCUMENTS (10000) behind a slow link
	@sh $(E2E)/chromium.sh chromium
	-cd generator/bench/search && npm ci --no-audit --no-fund --loglevel=error
	cd $(E2E) && DOCUMENTS=$(or $(DOCUMENTS),10000) node --import tsx ../bench/search/main.ts

# Each proof logs what it has proved; the table at the end is made of that. The
# random edits begin at SEED: another one makes other edits.
EDITS_PROVED ?= 5000
SEED ?= 1
PROOFS = TestKilledBuildLeavesAWholeSite|TestSingleCharacterDamage|TestIncrementalEqualsClean|TestDamagedCache|TestDamage|TestDamageIsReported

prove: $(E2E)/node_modules/.package-lock.json ## the long proofs (hours): every kill and damage, 5,000 random edits, every page in a browser
	@sh $(E2E)/chromium.sh $(TESTED)
	@log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
	{ ESSAIM_KILL_ALL=1 ESSAIM_MUTATE_ALL=1 ESSAIM_DAMAGE_ALL=1 ESSAIM_EDITS=$(EDITS_PROVED) ESSAIM_SEED=$(SEED) \
		$(GO) test -timeout=12h -count=1 -v -run='^($(PROOFS))$$' ./generator/internal/app/build ./generator/internal/pack ./generator/internal/stage/parse/markdown 2>&1; echo "status $$?"; } | tee "$$log"; \
	awk -f generator/prove.awk "$$log"
	cd $(E2E) && npm run pretest --silent && ESSAIM_PAGES_ALL=1 ESSAIM_DIFFERENTIAL_ALL=1 node --import tsx --test site.test.ts differential.test.ts

golden: ## write the golden files anew; read the diff
	$(GO) test ./generator/internal/app/report ./search/relevance -update

clean: ## remove what was built
	rm -rf $(OUT) $(E2E)/node_modules generator/bench/search/node_modules
