//! Opening the database, wherever it is.

use super::{CommandError, prepare_folder};
use crate::config::DataArgs;
use crate::store::Store;

/// Opens the database; a file is made if it is not there yet.
pub(super) async fn open_or_make(data: &DataArgs) -> Result<Store, CommandError> {
    if let Some(store) = connect(data).await? {
        return Ok(store);
    }
    prepare_folder(&data.folder)?;
    Ok(Store::open(&data.database()).await?)
}

/// Opens the database, which has to be there already if it is a file.
pub(super) async fn open(data: &DataArgs) -> Result<Store, CommandError> {
    match connect(data).await? {
        Some(store) => Ok(store),
        None => open_file(data).await,
    }
}

/// Opens the database file of the data folder.
pub(super) async fn open_file(data: &DataArgs) -> Result<Store, CommandError> {
    let file = data.database();
    if file.exists() {
        return Ok(Store::open(&file).await?);
    }
    Err(CommandError::Usage(format!("there is no database in {}", data.folder.display())))
}

/// Connects to the server, if one was named.
async fn connect(data: &DataArgs) -> Result<Option<Store>, CommandError> {
    let address = data.server.address().map_err(|cause| CommandError::File {
        path: data.server.url_file.clone().unwrap_or_default().display().to_string(),
        cause,
    })?;
    match address {
        Some(address) => Ok(Some(Store::connect(address.as_str(), data.server.pool()).await?)),
        None => Ok(None),
    }
}
