# Shared by the scripts beside it; sourced, not run.

say() {
    printf '%s\n' "$*" >&2
}

can_install() {
    command -v apt-get >/dev/null 2>&1 && { [[ $(id -u) -eq 0 ]] || sudo -n true 2>/dev/null; }
}

# install PACKAGE...: with Debian's packages; the caller made sure that it may.
install() {
    local sudo=()
    [[ $(id -u) -eq 0 ]] || sudo=(sudo -n)
    say "installing with apt-get: $*"
    if ! { "${sudo[@]}" apt-get update -qq &&
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null; then
        say "that failed, see above: install $* yourself, then try again"
        exit 2
    fi
}

# The java to use: JAVA_HOME's, else the one on the PATH. Empty if there is none, or it is older than 17.
find_java() {
    local java=${JAVA_HOME:+$JAVA_HOME/bin/}java
    local version
    version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1) || true
    if [[ -n $version && $version -ge 17 ]]; then
        printf '%s' "$java"
    fi
}

# Makes sure of a JDK from 17 on and Maven, or ends with exit code 2 and what to install.
require_build_tools() {
    local missing=()
    local java
    java=$(find_java)
    if [[ -z $java ]] || ! command -v "${java%java}javac" >/dev/null 2>&1; then
        if [[ -n ${JAVA_HOME:-} ]]; then
            say "JAVA_HOME is $JAVA_HOME, which is no JDK from version 17 on: correct or unset it"
            exit 2
        fi
        missing+=(default-jdk-headless) # 17 on Debian 12, newer on later ones
    fi
    command -v mvn >/dev/null 2>&1 || missing+=(maven)
    if [[ ${#missing[@]} -eq 0 ]]; then
        require_maven_version
        return
    fi
    if can_install; then
        install "${missing[@]}"
    else
        say "a JDK from version 17 on and Maven from 3.8.7 on are needed to build; on Debian:"
        say "    apt-get install ${missing[*]}"
        exit 2
    fi
}

require_maven_version() {
    local says version
    if ! says=$(mvn -v 2>&1); then
        say "Maven does not start; mvn -v says:"
        say "$says"
        exit 2
    fi
    version=$(sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' <<<"$says" | head -n 1)
    if [[ $(printf '%s\n' 3.8.7 "$version" | sort -V | head -n 1) != 3.8.7 ]]; then
        say "Maven is version $version; 3.8.7 or newer is needed"
        exit 2
    fi
}
