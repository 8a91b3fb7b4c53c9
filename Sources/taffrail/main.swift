print("taffrail")
