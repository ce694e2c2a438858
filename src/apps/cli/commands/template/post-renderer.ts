import { findPostRenderer, PluginError, pluginFolders, runPostRenderer } from '../../../../adapters/plugins/index.ts';
import { ChartError, loadPostRendering, type RenderResult } from '../../../../domain/chart/index.ts';
import { failure } from '../../failure.ts';

const { mergeForPostRenderer, sortPostRendered } = await loadPostRendering();

/** Finds a plugin of Helm, and gives what sends a rendering through it. A rendering that failed stays as it is. */
export function postRenderer(name: string, args: readonly string[]): (result: RenderResult) => Promise<RenderResult> {
  const plugin = find(name);
  return async (result) => {
    if (result.diagnostics.some(({ severity }) => severity === 'error')) return result;
    try {
      const written = await runPostRenderer(plugin, args, mergeForPostRenderer(result.outputs));
      return sortPostRendered(result, written);
    } catch (error) {
      const problem = error instanceof PluginError ? pluginFailed(error) : error;
      if (!(problem instanceof ChartError)) throw problem;
      const { diagnostic, output } = problem;
      return { ...result, diagnostics: [diagnostic, ...result.diagnostics], unsorted: output };
    }
  };
}

function find(name: string): ReturnType<typeof findPostRenderer> {
  try {
    return findPostRenderer(name, pluginFolders(process.env));
  } catch (error) {
    if (!(error instanceof PluginError)) throw error;
    const message = `invalid argument ${JSON.stringify(name)} for "--post-renderer" flag: ${error.message}`;
    throw failure('COMMAND_WRONG_FLAGS', message, error.help);
  }
}

function pluginFailed({ message, help }: PluginError): ChartError {
  const problem = `error while running post render on files: ${message}\n\nUse --debug flag to render out invalid YAML`;
  return new ChartError('CHART_POST_RENDER', problem, undefined, help);
}
