export { findPostRenderer, PluginError, pluginFolders } from './find-post-renderer.ts';
export { runPostRenderer } from './run-post-renderer.ts';
