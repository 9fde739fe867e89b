#!/usr/bin/env bash
# Installs Mesa's lavapipe, a Vulkan driver that computes on the CPU, for `npm run bench` on machines without a GPU.
# Debian 12's own Mesa is too old for Dawn, the WebGPU of the npm package `webgpu`: there the driver comes from the
# release's backports, by the mirror that the system uses already. Needs root (or sudo). Prints the path for
# VK_ICD_FILENAMES, which `npm run bench` finds by itself.
set -euo pipefail

icd=/usr/share/vulkan/icd.d
newest() { ls "$icd"/lvp_icd*.json 2>/dev/null | head -n 1; }
mesa() { dpkg-query --show --showformat='${Version}' mesa-vulkan-drivers 2>/dev/null || true; }

if ! command -v apt-get >/dev/null; then
  echo "No apt-get here: install Mesa 24 or newer with lavapipe (package mesa-vulkan-drivers, vulkan-swrast or similar)." >&2
  exit 1
fi
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

if [ -z "$(newest)" ] || dpkg --compare-versions "$(mesa)" lt 24; then
  as_root apt-get update -qq
  candidate=$(apt-cache policy mesa-vulkan-drivers | awk '/Candidate:/ { print $2 }')
  if dpkg --compare-versions "$candidate" ge 24; then
    as_root apt-get install -y -qq mesa-vulkan-drivers
  else
    . /etc/os-release
    mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' "Codename: $VERSION_CODENAME" | head -n 1)
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    echo "deb [signed-by=$keyring] $mirror $VERSION_CODENAME-backports main" |
      as_root tee /etc/apt/sources.list.d/backports-for-mesa.list >/dev/null
    as_root apt-get update -qq
    as_root apt-get install -y -qq -t "$VERSION_CODENAME-backports" mesa-vulkan-drivers
  fi
fi
newest
