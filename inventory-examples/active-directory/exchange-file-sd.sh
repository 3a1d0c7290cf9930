#!/usr/bin/env bash
# Writes the Exchange servers of an Active Directory forest as a Prometheus file_sd file, for "- file_sd: FILE" in an inventory.
#
#   exchange-file-sd.sh FILE LDAPSEARCH-OPTION...
#   exchange-file-sd.sh targets/exchange.json -H ldaps://dc1.corp.example.com -Y GSSAPI
#   exchange-file-sd.sh targets/exchange.json -H ldaps://dc1.corp.example.com -x -D reader@corp.example.com -y password.txt
#
# Needs ldapsearch (Debian: ldap-utils) and jq. Any account of the forest may read these objects. The options connect and
# authenticate; the base of the search is the configuration partition of the forest. FILE is replaced at the end, or not
# at all: if a search fails or finds no server, the old file stays and the exit code is not 0.
#
# Lists the servers that accept mail: Exchange 2000 and 2003, and later ones with the role Hub Transport, Edge Transport
# or Front End Transport. Each target is the full name of a server. Its labels:
#   site      the Active Directory site, which becomes its site in the inventory; none for Exchange 2000 and 2003
#   profile   the profile of its version; none where the version does not decide it, which means auto
#   version   such as 15.2.1118.7
#   role      mailbox, hub, frontend or edge; none for Exchange 2000 and 2003
set -euo pipefail

if (($# < 1)) || [[ $1 == -* ]]; then
  echo "usage: $0 FILE LDAPSEARCH-OPTION..." >&2
  exit 2
fi
file=$1
shift

search() {
  ldapsearch -LLL -o ldif-wrap=no "${options[@]}" "$@"
}

options=("$@")
base=$(search -s base -b '' configurationNamingContext | jq -Rrn '
  [inputs | capture("^configurationNamingContext:(?<base64>:)? (?<value>.*)$")]
  | first // empty
  | if .base64 then .value | @base64d else .value end')
if [[ -z $base ]]; then
  echo "$0: this server is no domain controller of Active Directory: its root has no configurationNamingContext" >&2
  exit 1
fi

new=$(mktemp "$file.XXXXXX")
trap 'rm -f "$new"' EXIT

# LDIF (RFC 2849): records are separated by empty lines; "name:: value" is in base64.
# shellcheck disable=SC2016 # the variables are those of jq
search -E pr=500/noprompt -b "$base" '(objectClass=msExchExchangeServer)' \
  networkAddress serialNumber msExchServerSite msExchCurrentServerRoles | jq -Rn '
  def record:
    map(capture("^(?<name>[A-Za-z0-9-]+):(?<base64>:)? (?<value>.*)$")
        | {(.name | ascii_downcase): [if .base64 then .value | @base64d else .value end]})
    | reduce .[] as $line ({}; reduce ($line | to_entries[]) as $each (.; .[$each.key] += $each.value));

  # "Version 15.2 (Build 31118.7)": from Exchange 2007 on, 30000 is added to the build.
  def version:
    capture("^Version (?<major>[0-9]+)\\.(?<minor>[0-9]+) \\(Build (?<build>[0-9]+)\\.(?<revision>[0-9]+)")
    | map_values(tonumber)
    | if .major >= 8 and .build >= 30000 then .build -= 30000 else . end;

  def has($role): . / $role | floor % 2 == 1;

  def role($version):
    if has(64) then "edge"
    elif $version.major >= 15 then if has(2) then "mailbox" else "frontend" end
    else "hub" end;

  def profile($role):
    if $role == "edge" then if .major == 14 then "exchange-2010-edge" else null end
    elif .major == 15 and .minor == 2 then if .build >= 2562 then "exchange-se" else "exchange-2019" end
    else {"15.1": "exchange-2016", "15.0": "exchange-2013", "6.5": "exchange-2003", "6.0": "exchange-2000"}["\(.major).\(.minor)"]
      // {"14": "exchange-2010", "8": "exchange-2007"}["\(.major)"] end;

  # The common name of "CN=Berlin,CN=Sites,...". A backslash escapes a comma; DNs of sites need no other escapes.
  def common_name: capture("^CN=(?<name>(?:\\\\.|[^,\\\\])+)"; "i").name | gsub("\\\\(?<c>.)"; .c);

  def target:
    (.networkaddress // [] | map(capture("^ncacn_ip_tcp:(?<host>.+)$"; "i").host) | first) as $host
    | (.serialnumber // [] | first // "" | version // null) as $version
    | (.msexchcurrentserverroles // [] | first // null | if . then tonumber else null end) as $roles
    | select($host and $version and ($roles == null or ($roles | has(32) or has(64) or has(16384))))
    | (if $roles then $roles | role($version) else null end) as $role
    | {
        targets: [$host | ascii_downcase],
        labels: ({
            site: (.msexchserversite // [] | first // null | if . then common_name else null end),
            profile: ($version | profile($role)),
            version: ($version | "\(.major).\(.minor).\(.build).\(.revision)"),
            role: $role
          } | with_entries(select(.value != null)))
      };

  [inputs] | reduce .[] as $line ([[]]; if $line == "" then . + [[]] else .[-1] += [$line] end)
  | map(map(select(test("^[A-Za-z]"))) | select(length > 0) | record | target)
  | sort_by(.targets[0])' > "$new"

count=$(jq length "$new")
if ((count == 0)); then
  echo "$0: no Exchange server that accepts mail below $base; $file stays" >&2
  exit 1
fi
chmod "$(printf '%o' $((0666 & ~$(umask))))" "$new"
mv "$new" "$file"
echo "$count Exchange servers in $file" >&2
