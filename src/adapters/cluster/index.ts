export { ApiServer } from './api-server.ts';
export { FolderCluster } from './folder-cluster.ts';
export { type ConnectionFlags, readConnection } from './kubeconfig.ts';
