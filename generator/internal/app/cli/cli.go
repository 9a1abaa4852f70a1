// Package cli is the command line: it reads arguments, calls the other
// packages of app and shows what they answer, in French or in English.
//
// Each command is in the file of its name: build.go (check too), serve.go, new.go,
// search.go, api.go, explain.go (version too). texts.go has the sentences of both
// languages, progress.go the step that is shown while a build lasts, memory.go how much
// memory a build may take, profile.go the flags for profiles and timings.
package cli

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"essaim/generator/internal/model/source"
	"essaim/generator/internal/spell"
	"essaim/generator/internal/stage/write"
	"essaim/search/schema"
)

// The exit codes, the same for every command.
const (
	// Good: the command did what it says.
	Good = 0
	// ContentErrors: the content has errors; nothing was written.
	ContentErrors = 1
	// WrongUse: arguments or settings that cannot be used.
	WrongUse = 2
	// MachineFailed: the disk, a permission, the network.
	MachineFailed = 3
	// Locked: another run is writing to the output folder (EX_TEMPFAIL of
	// sysexits.h).
	Locked = 75
)

// Env is what the process gives to a command.
type Env struct {
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	// Terminal reports whether a person reads Stdout and Stderr.
	Terminal bool
	Now      func() time.Time
}

// command is one command of essaim.
type command struct {
	name string
	// usage follows the name, in the words of both languages.
	usage string
	// flags defines those of the command.
	flags func(*flag.FlagSet, *options)
	run   func(context.Context, *session) int
}

// commands are in the order of the help.
var commands = []command{
	{"build", "[--out public] [--clock RFC3339] [--drafts] [--json] [--timings] [--no-cache]", buildFlags, runBuild},
	{"serve", "[--addr 127.0.0.1:1313] [--clock RFC3339] [--drafts] [--timings]", serveFlags, runServe},
	{"check", "[--format text|json|github|sarif] [--clock RFC3339] [--drafts] [--timings] [--no-cache]", checkFlags, runCheck},
	{"new", "TYPE SLUG [--locale fr]", newFlags, runNew},
	{"search", "QUERY [--out public] [--locale fr] [--limit 10] [--json]", searchFlags, runSearch},
	{"api", "[--accept]", apiFlags, runAPI},
	{"explain", "CODE", nil, runExplain},
	{"version", "", nil, runVersion},
}

// options are the values of all flags.
type options struct {
	site, lang                       string
	out, clock, addr, format, locale string
	drafts, json, timings, noCache   bool
	accept                           bool
	limit                            int
	profiles                         profiles
}

// session is one call of a command.
type session struct {
	Env
	options
	// args are those that are no flags.
	args []string
	text texts
}

// Main runs the command that args name and returns the exit code. Args do not
// hold the name of the program.
func Main(ctx context.Context, args []string, env Env) (code int) {
	s := &session{Env: env}
	s.setLang(langIn(args), env.Getenv("LC_ALL"), env.Getenv("LC_MESSAGES"), env.Getenv("LANG"))
	defer func() {
		if bug := recover(); bug != nil {
			fmt.Fprintf(env.Stderr, s.text.bug, bug, debug.Stack())
			code = MachineFailed
		}
	}()
	name, rest := commandIn(args)
	switch {
	case name == "help": // of one command, if it names one
		if of, others := commandIn(rest); of != "" {
			name, rest = of, append(others, "--help")
		}
	case name == "" && slices.ContainsFunc(args, isVersion):
		name, rest = "version", slices.DeleteFunc(rest, isVersion)
	}
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == name })
	if i < 0 {
		return s.noCommand(name, args)
	}
	c := commands[i]
	if code, stop := s.parse(c, rest); stop {
		return code
	}
	stop, err := s.profiles.start()
	if err != nil {
		return s.failed(err)
	}
	defer func() {
		if err := stop(); err != nil {
			code = s.failed(err)
		}
	}()
	return c.run(ctx, s)
}

// commandIn takes the name of the command out of args: the first that is
// neither a flag nor the value of one.
func commandIn(args []string) (name string, rest []string) {
	withValue := []string{"site", "lang", "out", "clock", "addr", "format", "locale", "limit", "cpuprofile", "memprofile", "trace"}
	for i, arg := range args {
		isValue := i > 0 && strings.HasPrefix(args[i-1], "-") && slices.Contains(withValue, strings.TrimLeft(args[i-1], "-"))
		if !strings.HasPrefix(arg, "-") && !isValue {
			return arg, slices.Concat(args[:i], args[i+1:])
		}
	}
	return "", args
}

// langIn returns the value of --lang, or "". It is wanted before anything else:
// what is wrong with the other arguments is said in that language.
func langIn(args []string) string {
	for i, arg := range args {
		name, value, joined := strings.Cut(arg, "=")
		switch {
		case name != "--lang" && name != "-lang":
		case joined:
			return value
		case i+1 < len(args):
			return args[i+1]
		}
	}
	return ""
}

// setLang chooses the language by the first locale that says something.
func (s *session) setLang(locales ...string) {
	s.lang = "en"
	for _, l := range locales {
		if l != "" {
			if strings.HasPrefix(strings.ToLower(l), "fr") {
				s.lang = "fr"
			}
			break
		}
	}
	s.text = textsIn(s.lang)
}

// noCommand answers a call without a command, or with an unknown one.
func (s *session) noCommand(name string, args []string) int {
	if name == "" || name == "help" {
		s.help(s.Stdout)
		if name == "help" || slices.ContainsFunc(args, isHelp) {
			return Good
		}
		return WrongUse
	}
	var names []string
	for _, c := range commands {
		names = append(names, c.name)
	}
	fmt.Fprintf(s.Stderr, s.text.unknownCommand+"\n", name)
	if nearest := spell.Nearest(name, names); nearest != "" {
		fmt.Fprintf(s.Stderr, s.text.didYouMean+"\n", nearest)
	}
	return WrongUse
}

func isHelp(arg string) bool { return arg == "--help" || arg == "-h" || arg == "-help" }

func isVersion(arg string) bool { return arg == "--version" || arg == "-v" || arg == "-version" }

// help lists the commands.
func (s *session) help(w io.Writer) {
	fmt.Fprintln(w, s.text.usage)
	for _, c := range commands {
		fmt.Fprintf(w, "\n  essaim %s\n      %s\n", strings.TrimSpace(c.name+" "+c.usage), s.text.about[c.name])
	}
	fmt.Fprint(w, "\n"+s.text.global)
}

// parse reads flags and arguments in any order.
func (s *session) parse(c command, args []string) (code int, stop bool) {
	var problem strings.Builder
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(&problem)
	flags.Usage = func() {}
	flags.StringVar(&s.site, "site", ".", "")
	flags.StringVar(&s.options.lang, "lang", s.options.lang, "")
	s.profiles.flags(flags)
	if c.flags != nil {
		c.flags(flags, &s.options)
	}
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				s.helpOn(c)
				return Good, true
			}
			fmt.Fprintf(s.Stderr, "essaim %s: %s\n%s\n", c.name, s.flagProblem(problem.String()), fmt.Sprintf(s.text.seeHelp, c.name))
			return WrongUse, true
		}
		if args = flags.Args(); len(args) > 0 {
			s.args, args = append(s.args, args[0]), args[1:]
		}
	}
	if s.lang != "fr" && s.lang != "en" {
		return s.wrongUse(s.text.badLang, s.lang), true
	}
	s.setLang(s.lang)
	return 0, false
}

// helpOn says what a command does, and each of its flags.
func (s *session) helpOn(c command) {
	fmt.Fprintf(s.Stdout, "essaim %s\n    %s\n\n", strings.TrimSpace(c.name+" "+c.usage), s.text.about[c.name])
	if c.flags != nil {
		flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.flags(flags, &options{})
		flags.VisitAll(func(f *flag.Flag) { fmt.Fprintf(s.Stdout, "--%s\n    %s\n", f.Name, s.text.flags[f.Name]) })
		fmt.Fprintln(s.Stdout)
	}
	fmt.Fprint(s.Stdout, s.text.global)
}

// flagProblem says what the flag package objects to, in the words of the
// language: it knows English only.
func (s *session) flagProblem(english string) string {
	english = strings.TrimSpace(english)
	for begin, words := range s.text.flagProblems {
		if rest, is := strings.CutPrefix(english, begin); is {
			value, _, _ := strings.Cut(rest, ": ")
			return words + " " + strings.Replace(value, " for flag ", ", ", 1)
		}
	}
	return english
}

// wrongUse says what is wrong with the arguments.
func (s *session) wrongUse(format string, args ...any) int {
	fmt.Fprintf(s.Stderr, format+"\n", args...)
	return WrongUse
}

// failed says why the machine could not do it, and what to do about it.
func (s *session) failed(err error) int {
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(s.Stderr, s.text.interrupted)
		return MachineFailed
	}
	fmt.Fprintf(s.Stderr, "%s: %v\n", s.text.error, err)
	switch {
	case errors.Is(err, write.ErrLocked):
		fmt.Fprintln(s.Stderr, s.text.locked)
		return Locked
	case errors.Is(err, write.ErrForeign):
		fmt.Fprintln(s.Stderr, s.text.foreign)
	case errors.Is(err, fs.ErrPermission):
		fmt.Fprintln(s.Stderr, s.text.notAllowed)
	case errors.Is(err, syscall.ENOSPC):
		fmt.Fprintln(s.Stderr, s.text.diskFull)
	case errors.Is(err, source.ErrChanged):
		fmt.Fprintln(s.Stderr, s.text.again)
	case errors.Is(err, schema.ErrIndex):
		fmt.Fprintln(s.Stderr, s.text.badIndex)
	}
	return MachineFailed
}

// checkSite wants the folders of a site.
func (s *session) checkSite() bool {
	for _, folder := range []string{"content", "themes"} {
		if info, err := os.Stat(filepath.Join(s.site, folder)); err != nil || !info.IsDir() {
			s.wrongUse(s.text.noSite, s.site, folder)
			return false
		}
	}
	return true
}

// outFolder returns the output folder: --out, or public/ in the site's folder.
// It is not ok inside the sources, or around them.
func (s *session) outFolder() (out string, ok bool) {
	out = s.out
	if out == "" {
		out = filepath.Join(s.site, "public")
	}
	absolute, err := filepath.Abs(out)
	site, err2 := filepath.Abs(s.site)
	if err = errors.Join(err, err2); err != nil {
		s.failed(err)
		return "", false
	}
	for _, folder := range []string{"content", "themes"} {
		source := filepath.Join(site, folder)
		if within(absolute, source) || within(source, absolute) {
			s.wrongUse(s.text.outInSources, out, folder)
			return "", false
		}
	}
	return out, true
}

// within reports whether a path is that of a folder or below it.
func within(name, folder string) bool {
	relative, err := filepath.Rel(folder, name)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// color reports whether to use colours.
func (s *session) color() bool {
	return s.Terminal && s.Getenv("NO_COLOR") == "" && s.Getenv("TERM") != "dumb"
}

// clockTime returns --clock, or the present.
func (s *session) clockTime() (time.Time, bool) {
	if s.clock == "" {
		return s.Now(), true
	}
	t, err := time.Parse(time.RFC3339, s.clock)
	if err != nil {
		s.wrongUse(s.text.badClock, s.clock)
	}
	return t, err == nil
}
