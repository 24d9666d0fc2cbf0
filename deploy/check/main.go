// Command check loads the Compose file the way Compose does and prints what it comes to, as JSON on standard output. It
// also reads the dynamic configuration of the Temporal server. It takes the path of the repository as its only argument.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"
	"go.yaml.in/yaml/v4"
)

// output is what the check works with; a project is the full model, as `docker compose config` shows it.
type output struct {
	Plain         *types.Project               `json:"plain"`
	Simulators    *types.Project               `json:"simulators"`
	Variables     map[string]template.Variable `json:"variables"`
	DynamicConfig map[string][]any             `json:"dynamicConfig"`
}

func main() {
	result, err := load(os.Args[1:])
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(result)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func load(args []string) (*output, error) {
	if len(args) != 1 {
		return nil, fmt.Errorf("name the folder of the repository")
	}
	root := args[0]
	plain, err := project(root, map[string]string{
		"POSTGRES_PASSWORD":          "admin",
		"POSTGRES_MIGRATE_PASSWORD":  "migrate",
		"POSTGRES_RUN_PASSWORD":      "run",
		"POSTGRES_TEMPORAL_PASSWORD": "temporal",
	})
	if err != nil {
		return nil, err
	}
	settings, err := dotenv.GetEnvFromFile(nil, []string{filepath.Join(root, "deploy", "simulators.env")})
	if err != nil {
		return nil, err
	}
	// The mail catcher has a profile of its own and is checked with the others.
	settings["COMPOSE_PROFILES"] += ",mail"
	simulators, err := project(root, settings)
	if err != nil {
		return nil, err
	}
	variables, err := interpolated(root)
	if err != nil {
		return nil, err
	}
	settingsOfServer, err := dynamicConfig(filepath.Join(root, "deploy", "temporal", "dynamic-config.yaml"))
	if err != nil {
		return nil, err
	}
	return &output{plain, simulators, variables, settingsOfServer}, nil
}

// options leave out the caller's own environment and .env: the result must not depend on the machine.
func options(root string, env map[string]string, more ...cli.ProjectOptionsFn) (*cli.ProjectOptions, error) {
	pairs := make([]string, 0, len(env))
	for name, value := range env {
		pairs = append(pairs, name+"="+value)
	}
	file := filepath.Join(root, "docker-compose.yml")
	fixed := []cli.ProjectOptionsFn{cli.WithWorkingDirectory(root), cli.WithEnv(pairs), cli.WithResolvedPaths(false)}
	return cli.NewProjectOptions([]string{file}, append(fixed, more...)...)
}

func project(root string, env map[string]string) (*types.Project, error) {
	opts, err := options(root, env, cli.WithDefaultProfiles(), cli.WithoutEnvironmentResolution)
	if err != nil {
		return nil, err
	}
	return cli.ProjectFromOptions(context.Background(), opts)
}

func interpolated(root string) (map[string]template.Variable, error) {
	opts, err := options(root, nil, cli.WithInterpolation(false))
	if err != nil {
		return nil, err
	}
	model, err := opts.LoadModel(context.Background())
	if err != nil {
		return nil, err
	}
	return template.ExtractVariables(model, template.DefaultPattern), nil
}

// dynamicConfig returns the values of each setting; one that is narrowed down by constraints is an error, since the check
// compares plain values.
func dynamicConfig(file string) (map[string][]any, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var settings map[string][]struct {
		Value       any            `yaml:"value"`
		Constraints map[string]any `yaml:"constraints"`
	}
	if err := yaml.Unmarshal(text, &settings); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	values := map[string][]any{}
	for key, entries := range settings {
		for _, entry := range entries {
			if len(entry.Constraints) > 0 {
				return nil, fmt.Errorf("%s: %s has constraints", file, key)
			}
			values[key] = append(values[key], entry.Value)
		}
	}
	return values, nil
}
