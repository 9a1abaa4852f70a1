package serve

import (
	"fmt"
	"testing"
)

func TestManyMistakesAreCut(t *testing.T) {
	s := shown{base: "/"}
	for i := range maxShown + 7 {
		s.mistakes = append(s.mistakes, mistake{Message: fmt.Sprint(i)})
	}
	for lang, want := range map[string]string{"fr": "57 erreurs à corriger … et 7 de plus.", "en": "57 mistakes to fix … and 7 more."} {
		h := &handler{words: wordsIn(lang)}
		if e := h.event(s, "/"); len(e.Mistakes) != maxShown || e.Title+" "+e.More != want {
			t.Errorf("%d mistakes shown, %q", len(e.Mistakes), e.Title+" "+e.More)
		}
	}
}
