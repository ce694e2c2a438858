export { FolderCluster } from './folder-cluster.ts';
