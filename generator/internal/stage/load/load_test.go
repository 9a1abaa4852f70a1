package load

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"essaim/generator/internal/model/source"
)

// site writes files, by slash-separated path, into a new folder that has
// content/ and themes/ already.
func site(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for _, folder := range folders {
		if err := os.Mkdir(filepath.Join(root, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		write(t, root, name, files[name])
	}
	return root
}

func write(t *testing.T, root, name, data string) {
	t.Helper()
	full := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

// link makes a symbolic link, or skips the test where the system refuses.
func link(t *testing.T, root, target, name string) {
	t.Helper()
	if err := os.Symlink(target, filepath.Join(root, filepath.FromSlash(name))); err != nil {
		t.Skip("no symbolic links here:", err)
	}
}

// large makes a file of size bytes that takes no room.
func large(t *testing.T, root, name string, size int64) {
	t.Helper()
	write(t, root, name, "")
	if err := os.Truncate(filepath.Join(root, filepath.FromSlash(name)), size); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, root string) *source.Tree {
	t.Helper()
	tree, err := Dir(context.Background(), root, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func paths(tree *source.Tree) []string {
	var list []string
	for _, f := range tree.Files() {
		list = append(list, f.Path)
	}
	return list
}

// wantPaths wants exactly these files.
func wantPaths(t *testing.T, tree *source.Tree, want ...string) {
	t.Helper()
	if got := paths(tree); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// wantProblem wants a file without bytes, and why.
func wantProblem(t *testing.T, tree *source.Tree, path string, want source.Problem) {
	t.Helper()
	f := tree.File(path)
	if f == nil {
		t.Fatalf("no file %s; there are %q", path, paths(tree))
	}
	if f.Problem != want || f.Data != nil || f.Head != nil || f.Hash != "" {
		t.Errorf("%s: problem %d with %d bytes, want problem %d", path, f.Problem, len(f.Data)+len(f.Head), want)
	}
}

func TestFiles(t *testing.T) {
	tree := load(t, site(t, map[string]string{
		"content/site.yaml": "title: a\n", "content/notes/b/index.fr.md": "B", "content/notes/b.fr.md": "b", "content/notes/été.fr.md": "e",
		"content/media/map.png": "PNG", "content/media/map.svg": "<svg/>", "themes/plain/a.svg": "<svg/>", "themes/plain/font.woff2": "font",
		"content/media/EMPTY.TXT": "", "content/media/empty.png": "", "public/index.html": "no part of the site", "note.fr.md": "nor this",
	}))
	wantPaths(t, tree, "content/media/EMPTY.TXT", "content/media/empty.png", "content/media/map.png", "content/media/map.svg",
		"content/notes/b.fr.md", "content/notes/b/index.fr.md", "content/notes/été.fr.md", "content/site.yaml", "themes/plain/a.svg", "themes/plain/font.woff2")
	for path, want := range map[string]string{"content/site.yaml": "title: a\n", "content/notes/b/index.fr.md": "B", "themes/plain/a.svg": "<svg/>", "content/media/EMPTY.TXT": ""} {
		if f := tree.File(path); f.Data == nil || string(f.Data) != want || f.Head != nil || f.Size != int64(len(want)) || f.Hash != hash(want) {
			t.Errorf("%s: %+v, want the text %q", path, f, want)
		}
	}
	for path, want := range map[string]string{"content/media/map.png": "PNG", "content/media/map.svg": "<svg/>", "themes/plain/font.woff2": "font", "content/media/empty.png": ""} {
		if f := tree.File(path); f.Data != nil || string(f.Head) != want || f.Size != int64(len(want)) || f.Hash != hash(want) {
			t.Errorf("%s: %+v, want the head %q", path, f, want)
		}
	}
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// TestHead wants the first bytes of an image and the hash of the whole.
func TestHead(t *testing.T) {
	image := strings.Repeat("a", source.HeadSize) + "the rest"
	f := load(t, site(t, map[string]string{"content/map.png": image})).File("content/map.png")
	if string(f.Head) != image[:source.HeadSize] || f.Size != int64(len(image)) || f.Hash != hash(image) {
		t.Errorf("%d bytes of %d, hash %s", len(f.Head), f.Size, f.Hash)
	}
}

// TestIgnoredFiles wants none of the files and folders that are no part of the
// site, at any depth.
func TestIgnoredFiles(t *testing.T) {
	wantPaths(t, load(t, site(t, map[string]string{
		"content/README.md": "a", "content/.git/config": "a", "content/notes/a.fr.md": "a", "content/notes/a.fr.md~": "a", "content/notes/.a.fr.md.swp": "a",
		"content/notes/README.md": "a", "content/notes/tmp/a.md": "a", "themes/plain/node_modules/b/index.js": "a", "themes/plain/.DS_Store": "a", "themes/plain/LICENSE": "a",
	})), "content/notes/a.fr.md", "content/notes/tmp/a.md")
}

// TestIgnoredLink wants no word about the lock that an editor leaves behind: a
// link to nothing.
func TestIgnoredLink(t *testing.T) {
	root := site(t, map[string]string{"content/a.md": "a"})
	link(t, root, "user@machine.1234", "content/.#a.md")
	wantPaths(t, load(t, root), "content/a.md")
}

func TestLinks(t *testing.T) {
	outside := t.TempDir()
	write(t, outside, "secret.md", "secret")
	root := site(t, map[string]string{"content/shared/a.fr.md": "a", "content/shared/deep/map.png": "map", "content/notes/b.fr.md": "b"})
	link(t, root, "../shared/a.fr.md", "content/notes/file.fr.md")
	link(t, root, "../shared", "content/notes/folder")
	link(t, root, "file.fr.md", "content/notes/twice.fr.md")
	link(t, root, "../../../"+filepath.Base(outside)+"/secret.md", "content/notes/outside.fr.md")
	link(t, root, filepath.Join(outside, "secret.md"), "content/notes/absolute.fr.md")
	link(t, root, outside, "content/notes/outside")
	link(t, root, "nowhere.md", "content/notes/broken.fr.md")
	link(t, root, "..", "content/notes/up")
	link(t, root, ".", "content/notes/self")
	link(t, root, "circle.md", "content/notes/circle.md")
	tree := load(t, root)
	wantPaths(t, tree, "content/notes/absolute.fr.md", "content/notes/b.fr.md", "content/notes/broken.fr.md", "content/notes/circle.md",
		"content/notes/file.fr.md", "content/notes/folder/a.fr.md", "content/notes/folder/deep/map.png", "content/notes/outside", "content/notes/outside.fr.md",
		"content/notes/self", "content/notes/twice.fr.md", "content/notes/up", "content/shared/a.fr.md", "content/shared/deep/map.png")
	for path, want := range map[string]source.Problem{
		"content/notes/absolute.fr.md": source.LinkOutside, "content/notes/outside": source.LinkOutside, "content/notes/outside.fr.md": source.LinkOutside,
		"content/notes/broken.fr.md": source.LinkBroken, "content/notes/circle.md": source.LinkLoop, "content/notes/self": source.LinkLoop, "content/notes/up": source.LinkLoop,
	} {
		wantProblem(t, tree, path, want)
	}
	for _, path := range []string{"content/notes/file.fr.md", "content/notes/twice.fr.md", "content/notes/folder/a.fr.md"} {
		if f := tree.File(path); f.Problem != source.OK || string(f.Data) != "a" || f.Hash != hash("a") {
			t.Errorf("%s: %+v", path, f)
		}
	}
}

// TestLinkBetweenFolders wants a theme to show an image of the content.
func TestLinkBetweenFolders(t *testing.T) {
	root := site(t, map[string]string{"content/media/map.png": "map", "themes/plain/a.css": "a"})
	link(t, root, "../../content/media", "themes/plain/media")
	wantPaths(t, load(t, root), "content/media/map.png", "themes/plain/a.css", "themes/plain/media/map.png")
}

func TestDepth(t *testing.T) {
	folder := "content" + strings.Repeat("/d", maxDepth-1)
	root := site(t, map[string]string{folder + "/a.md": "a", folder + "/d/b.md": "b"})
	tree := load(t, root)
	wantPaths(t, tree, folder+"/a.md", folder+"/d")
	wantProblem(t, tree, folder+"/d", source.LinkLoop)
}

func TestLimits(t *testing.T) {
	root := site(t, nil)
	large(t, root, "content/a.md", source.MaxText)
	large(t, root, "content/b.md", source.MaxText+1)
	large(t, root, "content/c.jpg", source.MaxText+1)
	large(t, root, "content/d.jpg", source.MaxMedia+1)
	tree := load(t, root)
	for _, path := range []string{"content/a.md", "content/c.jpg"} {
		if f := tree.File(path); f.Problem != source.OK || f.Hash == "" {
			t.Errorf("%s: problem %d, hash %q", path, f.Problem, f.Hash)
		}
	}
	wantProblem(t, tree, "content/b.md", source.TooLarge)
	wantProblem(t, tree, "content/d.jpg", source.TooLarge)
	if size := tree.File("content/d.jpg").Size; size != source.MaxMedia+1 {
		t.Errorf("size %d", size)
	}
}

func TestNames(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the disk refuses such names")
	}
	names := []string{"a:b.md", "a*b.md", "a?b.md", "a\"b.md", "a<b.md", "a>b.md", "a|b.md", "a\\b.md", "a\tb.md", "a\x7fb.md", "a\nb.md"}
	files := map[string]string{"content/a b.md": "sound", "content/bad:folder/a.md": "not seen"}
	for _, name := range names {
		files["content/"+name] = "bad"
	}
	tree := load(t, site(t, files))
	for _, name := range append(names, "bad:folder") {
		wantProblem(t, tree, "content/"+name, source.BadName)
	}
	if got, want := len(tree.Files()), len(names)+2; got != want {
		t.Errorf("%d files, want %d", got, want)
	}
}

// TestEncodingOfNames wants a name that can be shown, for one that cannot.
func TestEncodingOfNames(t *testing.T) {
	root := site(t, nil)
	if err := os.WriteFile(filepath.Join(root, "content", "\xe9t\xe9.md"), nil, 0o644); err != nil {
		t.Skip("the disk refuses such names:", err)
	}
	wantProblem(t, load(t, root), "content/\uFFFDt\uFFFD.md", source.BadName)
}

// TestOrder wants the same tree whatever the order in which files were made.
func TestOrder(t *testing.T) {
	names := []string{"content/b.md", "content/a/c.md", "content/a.md", "content/a-b.md", "themes/x/a.css", "content/É.md", "content/Z.md"}
	show := func(names []string) string {
		root := site(t, nil)
		for _, name := range names {
			write(t, root, name, "text of "+name)
		}
		shown := ""
		for _, f := range load(t, root).Files() {
			shown += fmt.Sprintln(f.Path, f.Hash, f.Size)
		}
		return shown
	}
	forward := show(names)
	slices.Reverse(names)
	if backward := show(names); backward != forward {
		t.Errorf("got\n%sthen\n%s", forward, backward)
	}
}

func TestMissingFolders(t *testing.T) {
	if _, err := Dir(context.Background(), filepath.Join(t.TempDir(), "nowhere"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	for _, folder := range folders {
		root := site(t, nil)
		if err := os.Remove(filepath.Join(root, folder)); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := Dir(context.Background(), root, Options{}); err == nil || !strings.Contains(err.Error(), folder+"/") || !strings.Contains(err.Error(), "--site") {
				t.Errorf("without %s: %v", folder, err)
			}
			write(t, root, folder, "a file is no folder")
		}
	}
}

// TestUnreadable wants the machine's error for a file that may not be read.
func TestUnreadable(t *testing.T) {
	root := site(t, map[string]string{"content/a.md": "a", "content/b.md": "b"})
	name := filepath.Join(root, "content", "b.md")
	if err := os.Chmod(name, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(name); err == nil {
		f.Close()
		t.Skip("this user reads everything")
	}
	if _, err := Dir(context.Background(), root, Options{}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
}

func TestCancelled(t *testing.T) {
	root := site(t, map[string]string{"content/a.md": "a"})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if tree, err := Dir(ctx, root, Options{}); !errors.Is(err, context.Canceled) || tree != nil {
		t.Errorf("got %v, %v", tree, err)
	}
	disk, err := os.OpenRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	defer disk.Close()
	f := &source.File{Path: "content/a.md", Size: 1}
	if err := readAll(ctx, disk, []*source.File{f}, nil); !errors.Is(err, context.Canceled) || f.Data != nil {
		t.Errorf("reading goes on: %v, %q", err, f.Data)
	}
}

// TestGrowing wants the limit to hold for a file that grows after it is listed,
// and the size of the bytes that were read.
func TestGrowing(t *testing.T) {
	root := site(t, map[string]string{"content/a.md": "longer"})
	large(t, root, "content/b.md", source.MaxText+1)
	disk, err := os.OpenRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	defer disk.Close()
	a, b := &source.File{Path: "content/a.md", Size: 1}, &source.File{Path: "content/b.md", Size: 1}
	if err := readAll(context.Background(), disk, []*source.File{a, b}, nil); err != nil {
		t.Fatal(err)
	}
	if string(a.Data) != "longer" || a.Size != 6 || a.Hash != hash("longer") {
		t.Errorf("got %+v", a)
	}
	wantProblem(t, source.NewTree([]*source.File{b}), "content/b.md", source.TooLarge)
}

// TestMemoryIsUsedAgain wants a text that is kept to stay as it was read, while
// the memory of those that are not kept goes on to the next.
func TestMemoryIsUsedAgain(t *testing.T) {
	texts := map[string]string{"content/empty.md": ""}
	for i := range 200 {
		texts[fmt.Sprintf("content/%03d.md", i)] = strings.Repeat(string(rune('a'+i%26)), 1+i*37%1000)
	}
	root := site(t, texts)
	tree, err := Dir(context.Background(), root, Options{Later: func(path string) bool { return true }})
	if err != nil {
		t.Fatal(err)
	}
	var wrong atomic.Int64
	err = Read(context.Background(), root, tree.Files(), func(i int, f *source.File) {
		if string(f.Data) != texts[f.Path] || f.Hash != hash(texts[f.Path]) {
			wrong.Add(1)
		}
		if i%3 != 0 {
			f.Data = nil
		}
	})
	if err != nil || wrong.Load() > 0 {
		t.Fatalf("%d texts are wrong, error %v", wrong.Load(), err)
	}
	for i, f := range tree.Files() {
		if i%3 == 0 && (f.Data == nil || string(f.Data) != texts[f.Path]) {
			t.Errorf("%s was kept and has changed", f.Path)
		}
	}
}
