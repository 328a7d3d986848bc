// Verifies exported logs with golang.org/x/mod/sumdb, the code of Go's checksum database.
//
// Reads folders from standard input, one a line, and answers each with "ok" or "refused: ...".
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type tiles struct{ folder string }

func (t tiles) Height() int                          { return height }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range wanted {
		content, err := os.ReadFile(filepath.Join(t.folder, place(tile)))
		if err != nil {
			return nil, err
		}
		if len(content) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s has %d bytes", place(tile), len(content))
		}
		found = append(found, content)
	}
	return found, nil
}

// C2SP names tiles as Go does, but for the height.
func place(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

func opened(path string, verifiers note.Verifiers) (tree tlog.Tree, err error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return
	}
	return checkpoint(content, verifiers)
}

func checkpoint(content []byte, verifiers note.Verifiers) (tree tlog.Tree, err error) {
	signed, err := note.Open(content, verifiers)
	if err != nil {
		return
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 {
		return tree, fmt.Errorf("a checkpoint of %d lines", len(lines))
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	return
}

func entries(folder string, size int64) ([][]byte, error) {
	var found [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := 256
		if size-n*256 < 256 {
			width = int(size - n*256)
		}
		path := place(tlog.Tile{H: height, L: 0, N: n, W: width})
		content, err := os.ReadFile(filepath.Join(folder, strings.Replace(path, "tile/0/", "tile/entries/", 1)))
		if err != nil {
			return nil, err
		}
		for len(content) >= 2 {
			length := int(content[0])<<8 | int(content[1])
			if len(content) < 2+length {
				return nil, fmt.Errorf("a bundle ends within an entry")
			}
			found, content = append(found, content[2:2+length]), content[2+length:]
		}
		if len(content) != 0 {
			return nil, fmt.Errorf("a bundle ends within a length")
		}
	}
	if int64(len(found)) != size {
		return nil, fmt.Errorf("%d entries of %d", len(found), size)
	}
	return found, nil
}

func verify(folder string) error {
	key, err := os.ReadFile(filepath.Join(folder, "key"))
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(key)))
	if err != nil {
		return err
	}
	verifiers := note.VerifierList(verifier)
	tree, err := opened(filepath.Join(folder, "checkpoint"), verifiers)
	if err != nil {
		return err
	}
	all, err := entries(folder, tree.N)
	if err != nil {
		return err
	}
	var indexes []int64
	for n := range all {
		indexes = append(indexes, tlog.StoredHashIndex(0, int64(n)))
	}
	hashes, err := tlog.TileHashReader(tree, tiles{folder}).ReadHashes(indexes)
	if err != nil {
		return err
	}
	for n, entry := range all {
		if tlog.RecordHash(entry) != hashes[n] {
			return fmt.Errorf("entry %d is another", n)
		}
	}
	if err := proofs(folder, all, verifiers); err != nil {
		return err
	}
	return consistency(folder, tree, verifiers)
}

func proofs(folder string, all [][]byte, verifiers note.Verifiers) error {
	paths, _ := filepath.Glob(filepath.Join(folder, "proof", "*"))
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		head, signed, _ := bytes.Cut(content, []byte("\n\n"))
		tree, err := checkpoint(signed, verifiers)
		if err != nil {
			return err
		}
		lines := strings.Split(string(head), "\n")
		index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
		if err != nil {
			return err
		}
		var proof tlog.RecordProof
		for _, line := range lines[2:] {
			hash, err := tlog.ParseHash(line)
			if err != nil {
				return err
			}
			proof = append(proof, hash)
		}
		if index >= int64(len(all)) || strconv.FormatInt(index, 10) != filepath.Base(path) {
			return fmt.Errorf("a proof of entry %d", index)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(all[index])); err != nil {
			return err
		}
	}
	return nil
}

func consistency(folder string, tree tlog.Tree, verifiers note.Verifiers) error {
	old, err := opened(filepath.Join(folder, "older"), verifiers)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(filepath.Join(folder, "consistency"))
	if err != nil {
		return err
	}
	var told struct{ Hashes []string }
	if err := json.Unmarshal(content, &told); err != nil {
		return err
	}
	var proof tlog.TreeProof
	for _, item := range told.Hashes {
		hash, err := base64.StdEncoding.DecodeString(item)
		if err != nil || len(hash) != tlog.HashSize {
			return fmt.Errorf("no hash: %s", item)
		}
		proof = append(proof, *(*tlog.Hash)(hash))
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash)
}

func main() {
	folders := bufio.NewScanner(os.Stdin)
	for folders.Scan() {
		if err := verify(folders.Text()); err != nil {
			fmt.Println("refused:", strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Println("ok")
		}
	}
}
