// Command kubernetes builds a kustomization the way kustomize does, validates each of its objects with kubeconform against the
// schemas in the folder schemas, and prints them as a JSON array. It takes the folder of the kustomization and that of the schemas.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/yannh/kubeconform/pkg/validator"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "name the folders of the kustomization and of the schemas")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder, schemas string, out io.Writer) error {
	options := krusty.MakeDefaultOptions()
	// The scripts of Temporal's set-up and its dynamic configuration are kept once, outside the base.
	options.LoadRestrictions = types.LoadRestrictionsNone
	objects, err := krusty.MakeKustomizer(options).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return fmt.Errorf("kustomize cannot build %s: %w", folder, err)
	}
	if err := validate(objects, schemas); err != nil {
		return err
	}
	all := []map[string]any{}
	for _, object := range objects.Resources() {
		value, err := object.Map()
		if err != nil {
			return err
		}
		all = append(all, value)
	}
	return json.NewEncoder(out).Encode(all)
}

func validate(objects resmap.ResMap, schemas string) error {
	text, err := objects.AsYaml()
	if err != nil {
		return err
	}
	template := filepath.Join(schemas, "{{ .ResourceKind }}{{ .KindSuffix }}.json")
	check, err := validator.New([]string{template}, validator.Opts{Strict: true})
	if err != nil {
		return err
	}
	var problems []string
	for _, result := range check.Validate("deploy/kubernetes", io.NopCloser(bytes.NewReader(text))) {
		if result.Status == validator.Valid || result.Status == validator.Empty {
			continue
		}
		name := "an object"
		if signature, err := result.Resource.Signature(); err == nil {
			name = signature.Kind + " " + signature.Name
		}
		problems = append(problems, fmt.Sprintf("%s: %v", name, result.Err))
	}
	if len(problems) > 0 {
		return fmt.Errorf("%s", strings.Join(problems, "\n"))
	}
	return nil
}
