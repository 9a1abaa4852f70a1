package cli

import (
	"flag"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"testing"
)

// verb is what stands for an argument in a sentence.
var verb = regexp.MustCompile(`%[^%\s]`)

// TestTexts wants every sentence in both languages, with the same arguments in
// the same order.
func TestTexts(t *testing.T) {
	english, french := sentences(textsIn("en")), sentences(textsIn("fr"))
	for name, en := range english {
		fr, both := french[name]
		if en == "" || fr == "" || !both {
			t.Errorf("%s: %q in English, %q in French", name, en, fr)
		}
		if got, want := verb.FindAllString(fr, -1), verb.FindAllString(en, -1); !slices.Equal(got, want) {
			t.Errorf("%s: arguments %q in French, %q in English", name, got, want)
		}
	}
	for name := range french {
		if _, both := english[name]; !both {
			t.Errorf("%s: only in French", name)
		}
	}
	for _, c := range commands {
		if english["about "+c.name] == "" {
			t.Errorf("the help says nothing about %s", c.name)
		}
	}
}

// TestUsageNamesEveryFlag keeps the help complete: it is written by hand.
func TestUsageNamesEveryFlag(t *testing.T) {
	for _, c := range commands {
		if c.flags == nil {
			continue
		}
		flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.flags(flags, &options{})
		flags.VisitAll(func(f *flag.Flag) {
			if named := regexp.MustCompile(`\[--` + f.Name + `\b`); !named.MatchString(c.usage) {
				t.Errorf("the help of %s does not name --%s", c.name, f.Name)
			}
			if textsIn("en").flags[f.Name] == "" {
				t.Errorf("the help of %s does not say what --%s does", c.name, f.Name)
			}
		})
	}
}

// sentences returns all texts by the name of their field, and of their key.
func sentences(all texts) map[string]string {
	found := map[string]string{}
	v := reflect.ValueOf(all)
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Name, v.Field(i)
		switch field.Kind() {
		case reflect.String:
			found[name] = field.String()
		case reflect.Array:
			for j := range field.Len() {
				found[fmt.Sprint(name, " ", j)] = field.Index(j).String()
			}
		case reflect.Map:
			for _, key := range field.MapKeys() {
				found[name+" "+key.String()] = field.MapIndex(key).String()
			}
		default:
			panic("sentences cannot read " + name)
		}
	}
	return found
}
