#!/usr/bin/env bash
# Checks the Terraform configuration without an AWS account: its format, its validity, its tests on a mocked provider, and in all that it would
# make, what testing/policy.ts asks of every environment.
#
#   TF_PLUGIN_DIR  a folder that mirrors the provider, for a machine that cannot reach the registry
#   CI=true        what cannot be checked fails, instead of being skipped
set -euo pipefail
cd "$(dirname "$0")"

skip() {
  if [[ "${CI:-}" == true ]]; then
    echo "failed: $1, and CI must not skip the Terraform checks" >&2
    exit 1
  fi
  echo "skipped: $1"
  exit 0
}

command -v terraform >/dev/null || skip 'terraform is not installed'

dist=${TF_VAR_dist_path:-../dist}
if [[ ! -f "$dist/api.json" || ! -f "$dist/functions.json" ]]; then
  echo "failed: there is no API in $dist: run \`make build\` first" >&2
  exit 1
fi

# Terraform warns about a missing CLI configuration at every command.
if [[ -n "${TF_CLI_CONFIG_FILE:-}" && ! -f "$TF_CLI_CONFIG_FILE" ]]; then
  unset TF_CLI_CONFIG_FILE
fi
export TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1
# The provider's schema is so large that a third of the time would go into collecting garbage.
export GOGC=400

terraform fmt -check -recursive -diff

init=(terraform init -backend=false -no-color)
if [[ -n "${TF_PLUGIN_DIR:-}" ]]; then
  init+=("-plugin-dir=$TF_PLUGIN_DIR")
fi
if ! output=$("${init[@]}" 2>&1); then
  sed -n '/^Error:/,$p' <<<"$output" >&2
  if grep -qE 'Failed to (query available|install|resolve) provider' <<<"$output"; then
    skip 'the provider hashicorp/aws cannot be had (TF_PLUGIN_DIR may name a folder that mirrors it)'
  fi
  exit 1
fi

terraform validate -no-color
terraform test -no-color

# It prints every state, for the policy to read, and says itself what failed.
terraform test -json -verbose -test-directory=testing | node --import tsx testing/policy.ts
