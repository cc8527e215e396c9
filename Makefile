# `make help` lists the targets. All they need is Node with npm; `make test` also uses Terraform where it is installed.
SHELL := /bin/sh
.DEFAULT_GOAL := help

bin := node_modules/.bin
tsx := node --import tsx
installed := node_modules/.package-lock.json
built := dist/.built
sources := $(shell find build schema resolvers functions console examples/client.ts -type f ! -name '*.test.ts' ! -path '*/node_modules/*' 2>/dev/null) package-lock.json

# Which Node runs on a laptop is the reader's choice; the AWS SDK's notice about it would drown what matters.
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED := true

# `make dev STORE=dynamodb`, `make apply-local STORE=dynamodb`: what readings are kept in on this machine.
ifdef STORE
export SONDE_STORE := $(STORE)
endif

# `make dev TRACE=1`: what is done for each request; TRACE=full shows values whole.
ifdef TRACE
export SONDE_TRACE := $(TRACE)
endif

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: install
install: $(installed) ## Install the dependencies that the lock file names

$(installed): package.json console/package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

.PHONY: build
build: $(built) ## Build dist/: what Terraform deploys and `make dev` runs

$(built): $(sources) | $(installed)
	$(tsx) build/main.ts
	@touch $@

# graphql-js looks for a second copy of itself at every field unless told that this is no development of it.
fast := NODE_ENV=production

.PHONY: dev
dev: $(installed) $(built) ## Run all of Sonde on this machine, until Ctrl-C (STORE=dynamodb to keep readings there, TRACE=1 to see what each request does)
	@$(fast) $(tsx) local/main.ts

.PHONY: example
example: $(installed) ## Follow one reading from a sensor to a signed-in person (while `make dev` runs)
	@$(tsx) examples/live.ts

.PHONY: subscribe
subscribe: $(installed) ## Print new readings as they arrive (while `make dev` runs)
	@$(tsx) examples/subscribe.ts

.PHONY: export
export: $(installed) ## Export a year of the demo's readings to exports/, and mail the link (while `make dev` runs)
	@$(tsx) examples/export.ts

.PHONY: example-server
example-server: $(installed) ## Run a server that signs in as a service, for Prometheus (SONDE_USERNAME=… SONDE_SECRET=…; without, on the demo)
	@$(tsx) examples/server/main.ts

.PHONY: token
token: $(installed) ## Print an access token of the demo (EMAIL=… PASSWORD=… for somebody else)
	@$(tsx) examples/token.ts

.PHONY: provision
provision: $(installed) ## Give a device a certificate and write what it connects with to credentials/ (DEVICE=…, else a new one; while `make dev` runs)
	@$(tsx) examples/provision.ts

.PHONY: simulate
simulate: $(installed) ## Send measured readings as sensors over MQTT (SPEED=1800 DEVICES=3; TLS=1 with a certificate for each)
	@$(tsx) local/demo/simulate.ts

.PHONY: plan
plan: $(installed) $(built) ## Show what `make deploy` would do on AWS (ENV=dev)
	@$(tsx) deploy/main.ts $@

.PHONY: deploy
deploy: $(installed) $(built) ## Deploy to AWS, after asking (ENV=dev; YES=1 does not ask)
	@$(tsx) deploy/main.ts $@

.PHONY: outputs
outputs: $(installed) ## Print what an environment on AWS is reached by (ENV=dev, AMPLIFY_OUTPUTS=file to write)
	@$(tsx) deploy/main.ts $@

.PHONY: administrator
administrator: $(installed) ## Make an organization with its first administrator (ENV=dev or local, EMAIL=… NAME=… ORGANIZATION=…)
	@$(tsx) deploy/main.ts $@

.PHONY: backfill
backfill: $(installed) ## Record the readings of a CSV file (FILE=readings.csv; ENV=local or dev, EMAIL=… PASSWORD=…)
	@$(tsx) deploy/backfill/main.ts

.PHONY: import
import: $(installed) ## Make the devices of a CSV file (FILE=devices.csv, CREDENTIALS=1; ENV=local or dev, EMAIL=… PASSWORD=…)
	@$(tsx) deploy/import/main.ts

.PHONY: migrate-readings
migrate-readings: $(installed) ## Copy all readings from one store to the other, and compare (FROM=timestream TO=dynamodb; VERIFY=1 compares only)
	@$(tsx) deploy/migrate/main.ts

.PHONY: rebuild-readings
rebuild-readings: $(installed) ## Make summaries in DynamoDB anew from the readings (ENV=dev or local, DEVICE=organization/device for one)
	@$(tsx) deploy/main.ts $@

.PHONY: erase-readings
erase-readings: $(installed) ## Erase readings in DynamoDB, after asking (ENV=dev or local, DEVICE=organization/device METRIC=… FROM=… TO=…)
	@$(tsx) deploy/main.ts $@

.PHONY: destroy
destroy: $(installed) $(built) ## Remove an environment from AWS with all its data, after asking (ENV=dev)
	@$(tsx) deploy/main.ts $@

.PHONY: apply-local
apply-local: $(installed) $(built) ## Have Terraform make all of Sonde on this machine, and run it, until Ctrl-C
	@$(fast) $(tsx) local/apply/main.ts apply

.PHONY: plan-local
plan-local: $(installed) $(built) ## Show what `make apply-local` would change
	@$(tsx) local/apply/main.ts plan

.PHONY: destroy-local
destroy-local: $(installed) $(built) ## Have Terraform remove what `make apply-local` made
	@$(tsx) local/apply/main.ts destroy

.PHONY: test
test: $(installed) $(built) ## Check and test everything
	@$(MAKE) --no-print-directory --jobs=3 --output-sync=line unit test-apply lint terraform-check types generated

.PHONY: test-apply
test-apply: $(installed) ## Apply the Terraform configuration to this machine, and test what it made, where Terraform is installed
	@$(tsx) test/applied/main.ts

.PHONY: lint
lint: $(installed) $(built) ## Check the style of the code, and that AppSync will take the bundles
	$(bin)/oxlint
	$(bin)/eslint --cache --cache-location node_modules/.cache/eslint/ .
	$(bin)/prettier --check --cache --log-level warn .

.PHONY: types
types: $(installed) ## Check the types
	$(bin)/tsc --noEmit
	$(bin)/tsc --noEmit --project local/graphiql/page
	$(bin)/tsc --noEmit --project console

.PHONY: generated
generated: $(installed) ## Check that the generated files are up to date
	$(bin)/graphql-codegen --config codegen.yml --check --silent
	@$(tsx) schema/access-write.ts --check

.PHONY: unit
unit: $(installed) ## Run the tests, unit and end to end
	$(bin)/vitest run

.PHONY: terraform-check
terraform-check: $(built) ## Check and test the Terraform configuration, where Terraform is installed
	terraform/check.sh

.PHONY: codegen
codegen: $(installed) ## Write the generated files anew
	$(bin)/graphql-codegen --config codegen.yml
	@$(tsx) schema/access-write.ts

.PHONY: format
format: $(installed) ## Format the code
	$(bin)/prettier --write --log-level warn .

benches := bench-appsync bench-console bench-first-query bench-export bench-history bench-ingest bench-live bench-realtime bench-start bench-stores

.PHONY: bench
bench: ## Measure all there is to measure, one after another, and print the figures (make bench-export for one of them)
	@$(MAKE) --no-print-directory --jobs=1 $(benches)

.PHONY: $(benches)
$(benches): bench-%: $(installed) $(built)
	@$(fast) $(tsx) bench/$*.ts

.PHONY: clean
clean: ## Remove what was built
	rm -rf dist

.PHONY: clean-data
clean-data: ## Remove the data that `make dev` keeps in .sonde/
	rm -rf .sonde
