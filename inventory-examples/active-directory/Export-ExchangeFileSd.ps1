<#
.SYNOPSIS
Writes the Exchange servers of this Active Directory forest as a Prometheus file_sd file, for "- file_sd: FILE" in an inventory.

.DESCRIPTION
Runs in Windows PowerShell 5.1 and later on a computer of the forest, without any module. Any account of the forest may read
these objects. The file is replaced at the end, or not at all: if no server is found, the old file stays.

Lists the servers that accept mail: Exchange 2000 and 2003, and later ones with the role Hub Transport, Edge Transport or
Front End Transport. Each target is the full name of a server. Its labels:
  site      the Active Directory site, which becomes its site in the inventory; none for Exchange 2000 and 2003
  profile   the profile of its version; none where the version does not decide it, which means auto
  version   such as 15.2.1118.7
  role      mailbox, hub, frontend or edge; none for Exchange 2000 and 2003

.PARAMETER Path
The file to write.

.PARAMETER Server
The domain controller to ask; by default, Windows chooses one.

.EXAMPLE
.\Export-ExchangeFileSd.ps1 -Path targets\exchange.json
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)] [string] $Path,
    [string] $Server
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

# "Version 15.2 (Build 31118.7)": from Exchange 2007 on, 30000 is added to the build.
function ConvertTo-ExchangeVersion([string] $SerialNumber) {
    if ($SerialNumber -notmatch '^Version (\d+)\.(\d+) \(Build (\d+)\.(\d+)') {
        return $null
    }
    $major = [int] $Matches[1]
    $minor = [int] $Matches[2]
    $build = [int] $Matches[3]
    $revision = [int] $Matches[4]
    if ($major -ge 8 -and $build -ge 30000) {
        $build = $build - 30000
    }
    return New-Object System.Version $major, $minor, $build, $revision
}

function Get-ExchangeRole([System.Version] $Version, [int] $Roles) {
    if ($Roles -band 64) { return 'edge' }
    if ($Version.Major -lt 15) { return 'hub' }
    if ($Roles -band 2) { return 'mailbox' }
    return 'frontend'
}

function Get-ExchangeProfile([System.Version] $Version, [string] $Role) {
    if ($Role -eq 'edge') {
        if ($Version.Major -eq 14) { return 'exchange-2010-edge' }
        return $null
    }
    if ($Version.Major -eq 14) { return 'exchange-2010' }
    if ($Version.Major -eq 8) { return 'exchange-2007' }
    switch ("$($Version.Major).$($Version.Minor)") {
        '15.2' { if ($Version.Build -ge 2562) { return 'exchange-se' } else { return 'exchange-2019' } }
        '15.1' { return 'exchange-2016' }
        '15.0' { return 'exchange-2013' }
        '6.5' { return 'exchange-2003' }
        '6.0' { return 'exchange-2000' }
    }
    return $null
}

# The common name of "CN=Berlin,CN=Sites,...". A backslash escapes a comma.
function Get-CommonName([string] $DistinguishedName) {
    if ($DistinguishedName -match '^CN=((?:\\.|[^,\\])+)') {
        return $Matches[1] -replace '\\(.)', '$1'
    }
    return $null
}

$prefix = 'LDAP://'
if ($Server) {
    $prefix = "LDAP://$Server/"
}
$root = New-Object System.DirectoryServices.DirectoryEntry ($prefix + 'RootDSE')
$base = [string] $root.Properties['configurationNamingContext'].Value
$searcher = New-Object System.DirectoryServices.DirectorySearcher
$searcher.SearchRoot = New-Object System.DirectoryServices.DirectoryEntry ($prefix + $base)
$searcher.Filter = '(objectClass=msExchExchangeServer)'
$searcher.PageSize = 500
foreach ($name in 'networkAddress', 'serialNumber', 'msExchServerSite', 'msExchCurrentServerRoles') {
    [void] $searcher.PropertiesToLoad.Add($name)
}

$groups = @()
$results = $searcher.FindAll()
try {
    foreach ($result in $results) {
        $found = $result.Properties
        $fqdn = $null
        foreach ($address in $found['networkaddress']) {
            if (-not $fqdn -and $address -match '^ncacn_ip_tcp:(.+)$') {
                $fqdn = $Matches[1].ToLowerInvariant()
            }
        }
        $version = $null
        if ($found['serialnumber'].Count -gt 0) {
            $version = ConvertTo-ExchangeVersion $found['serialnumber'][0]
        }
        if (-not $fqdn -or -not $version) {
            continue
        }
        $labels = [ordered] @{}
        if ($found['msexchserversite'].Count -gt 0) {
            $site = Get-CommonName $found['msexchserversite'][0]
            if ($site) { $labels['site'] = $site }
        }
        $role = $null
        if ($found['msexchcurrentserverroles'].Count -gt 0) {
            $roles = [int] $found['msexchcurrentserverroles'][0]
            # Hub Transport, Edge Transport, Front End Transport
            if (-not ($roles -band (32 + 64 + 16384))) {
                continue
            }
            $role = Get-ExchangeRole $version $roles
        }
        $exchangeProfile = Get-ExchangeProfile $version $role
        if ($exchangeProfile) { $labels['profile'] = $exchangeProfile }
        $labels['version'] = $version.ToString()
        if ($role) { $labels['role'] = $role }
        $groups += [pscustomobject] [ordered] @{ targets = @($fqdn); labels = $labels }
    }
}
finally {
    $results.Dispose()
}
if ($groups.Count -eq 0) {
    throw "no Exchange server that accepts mail below $base; $Path stays"
}

$groups = @($groups | Sort-Object { $_.targets[0] })
$json = ConvertTo-Json -InputObject $groups -Depth 4
$full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
$new = "$full.new"
[System.IO.File]::WriteAllText($new, $json + "`n", (New-Object System.Text.UTF8Encoding $false))
Move-Item -LiteralPath $new -Destination $full -Force
Write-Verbose "$($groups.Count) Exchange servers in $full"
