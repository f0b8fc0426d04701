{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 8,
			"minor": 5,
			"revision": 5,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			100.0,
			100.0,
			600.0,
			226.0
		],
		"bglocked": 0,
		"openinpresentation": 1,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			15.0,
			15.0
		],
		"gridsnaponopen": 1,
		"objectsnaponopen": 1,
		"statusbarvisible": 2,
		"toolbarvisible": 1,
		"boxanimatetime": 200,
		"enablehscroll": 1,
		"enablevscroll": 1,
		"description": "",
		"digest": "",
		"tags": "",
		"style": "",
		"editing_bgcolor": [
			0.11,
			0.12,
			0.14,
			1.0
		],
		"locked_bgcolor": [
			0.11,
			0.12,
			0.14,
			1.0
		],
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						24.0,
						120.0,
						40.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						600.0,
						226.0
					],
					"background": 1,
					"ignoreclick": 1,
					"bgcolor": [
						0.17,
						0.18,
						0.21,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						174.0,
						24.0,
						576.0,
						21.0
					],
					"presentation": 1,
					"presentation_rect": [
						12.0,
						8.0,
						576.0,
						22.0
					],
					"text": "voice",
					"fontsize": 13.0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "inlet",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						764.0,
						24.0,
						30.0,
						30.0
					],
					"comment": "voice 3, port 7770; all else as gan.voice takes it",
					"index": 1
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						808.0,
						24.0,
						132.8,
						22.0
					],
					"text": "patcherargs 1 7770"
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						865.0,
						156.0,
						93.19999999999999,
						22.0
					],
					"text": "zl.join 7770"
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1162.0,
						198.0,
						66.8,
						22.0
					],
					"text": "deferlow"
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						426.0,
						99.8,
						22.0
					],
					"text": "unpack 1 7770"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "newobj",
					"numinlets": 7,
					"numoutlets": 4,
					"outlettype": [
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						706.0,
						744.0,
						73.4,
						22.0
					],
					"text": "gan.voice"
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						764.0,
						156.0,
						86.6,
						22.0
					],
					"text": "route voice"
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						453.0,
						540.0,
						36.0,
						22.0
					],
					"text": "t i"
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						453.0,
						582.0,
						47.0,
						22.0
					],
					"text": "t b l"
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						42.0,
						540.0,
						93.19999999999999,
						22.0
					],
					"text": "prepend port"
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						660.0,
						99.8,
						22.0
					],
					"text": "prepend voice"
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						706.0,
						702.0,
						36.0,
						22.0
					],
					"text": "t l"
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "newobj",
					"numinlets": 22,
					"numoutlets": 22,
					"outlettype": [
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						24.0,
						78.0,
						1023.8,
						22.0
					],
					"text": "route connected gain pan azimuth distance tones noise attack release rate transpose position loop_start loop_end chaos growth glide gate freeze mute mode"
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						238.0,
						624.0,
						1569.6,
						22.0
					],
					"text": "get gain, get pan, get azimuth, get distance, get tones, get noise, get attack, get release, get rate, get transpose, get position, get loop_start, get loop_end, get chaos, get growth, get glide, get gate, get freeze, get mute, get mode"
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						104.0,
						198.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						78.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "gain",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "gain",
							"parameter_shortname": "gain",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 4,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						42.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-19",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						245.0,
						352.0,
						93.19999999999999,
						22.0
					],
					"text": "prepend gain"
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						352.0,
						352.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						86.0,
						78.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "pan",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "pan",
							"parameter_shortname": "pan",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": -1,
							"parameter_mmax": 1,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-21",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						143.0,
						120.0,
						66.8,
						22.0
					],
					"text": "sel none"
				}
			},
			{
				"box": {
					"id": "obj-22",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						186.0,
						198.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						352.0,
						540.0,
						86.6,
						22.0
					],
					"text": "prepend pan"
				}
			},
			{
				"box": {
					"id": "obj-24",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						434.0,
						352.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						158.0,
						78.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "azimuth",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "azimuth",
							"parameter_shortname": "azimuth",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": -180,
							"parameter_mmax": 180,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-25",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						223.0,
						120.0,
						66.8,
						22.0
					],
					"text": "sel none"
				}
			},
			{
				"box": {
					"id": "obj-26",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						287.0,
						198.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-27",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						503.0,
						540.0,
						113.0,
						22.0
					],
					"text": "prepend azimuth"
				}
			},
			{
				"box": {
					"id": "obj-28",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						516.0,
						352.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						230.0,
						78.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "distance",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "distance",
							"parameter_shortname": "distance",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 1,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-29",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						304.0,
						120.0,
						66.8,
						22.0
					],
					"text": "sel none"
				}
			},
			{
				"box": {
					"id": "obj-30",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						387.0,
						198.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-31",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						630.0,
						540.0,
						119.6,
						22.0
					],
					"text": "prepend distance"
				}
			},
			{
				"box": {
					"id": "obj-32",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						568.0,
						198.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						302.0,
						78.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "tones",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "tones",
							"parameter_shortname": "tones",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 2,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-33",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						385.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-34",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						719.0,
						352.0,
						99.8,
						22.0
					],
					"text": "prepend tones"
				}
			},
			{
				"box": {
					"id": "obj-35",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						730.0,
						198.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						374.0,
						78.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "noise",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "noise",
							"parameter_shortname": "noise",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 2,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-36",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						486.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-37",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						940.0,
						352.0,
						99.8,
						22.0
					],
					"text": "prepend noise"
				}
			},
			{
				"box": {
					"id": "obj-38",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						916.0,
						198.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						446.0,
						78.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "attack",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "attack",
							"parameter_shortname": "attack",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0.001,
							"parameter_mmax": 60.0,
							"parameter_unitstyle": 1,
							"parameter_exponent": 4.0
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-39",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						586.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-40",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1161.0,
						352.0,
						106.39999999999999,
						22.0
					],
					"text": "prepend attack"
				}
			},
			{
				"box": {
					"id": "obj-41",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						998.0,
						198.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						518.0,
						78.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "release",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "release",
							"parameter_shortname": "release",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0.005,
							"parameter_mmax": 60.0,
							"parameter_unitstyle": 1,
							"parameter_exponent": 4.0
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-42",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						687.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-43",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1281.0,
						352.0,
						113.0,
						22.0
					],
					"text": "prepend release"
				}
			},
			{
				"box": {
					"id": "obj-44",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1080.0,
						198.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						148.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "rate",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "rate",
							"parameter_shortname": "rate",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": -8,
							"parameter_mmax": 8,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-45",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						787.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-46",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1408.0,
						352.0,
						93.19999999999999,
						22.0
					],
					"text": "prepend rate"
				}
			},
			{
				"box": {
					"id": "obj-47",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1243.0,
						198.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						86.0,
						148.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "transpose",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "transpose",
							"parameter_shortname": "transpose",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": -36,
							"parameter_mmax": 36,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-48",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						888.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-49",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1243.0,
						426.0,
						126.19999999999999,
						22.0
					],
					"text": "prepend transpose"
				}
			},
			{
				"box": {
					"id": "obj-50",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1325.0,
						198.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						158.0,
						148.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "position",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "position",
							"parameter_shortname": "position",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 1,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-51",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						989.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-52",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1383.0,
						426.0,
						119.6,
						22.0
					],
					"text": "prepend position"
				}
			},
			{
				"box": {
					"id": "obj-53",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1407.0,
						198.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						230.0,
						148.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "loop start",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "loop start",
							"parameter_shortname": "loop start",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 1,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-54",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1089.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-55",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1407.0,
						462.0,
						132.8,
						22.0
					],
					"text": "prepend loop_start"
				}
			},
			{
				"box": {
					"id": "obj-56",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1489.0,
						198.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						302.0,
						148.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "loop end",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "loop end",
							"parameter_shortname": "loop end",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 1,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-57",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1190.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-58",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						498.0,
						119.6,
						22.0
					],
					"text": "prepend loop_end"
				}
			},
			{
				"box": {
					"id": "obj-59",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						272.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						374.0,
						148.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "chaos",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "chaos",
							"parameter_shortname": "chaos",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 1,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-60",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1290.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-61",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						352.0,
						99.8,
						22.0
					],
					"text": "prepend chaos"
				}
			},
			{
				"box": {
					"id": "obj-62",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1391.0,
						272.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						446.0,
						148.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "growth",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "growth",
							"parameter_shortname": "growth",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 1,
							"parameter_unitstyle": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-63",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1391.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-64",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						462.0,
						106.39999999999999,
						22.0
					],
					"text": "prepend growth"
				}
			},
			{
				"box": {
					"id": "obj-65",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1492.0,
						272.0,
						68.0,
						60.0
					],
					"presentation": 1,
					"presentation_rect": [
						518.0,
						148.0,
						68.0,
						60.0
					],
					"appearance": 0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activedialcolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activeneedlecolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"dialcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					],
					"parameter_enable": 1,
					"varname": "glide",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "glide",
							"parameter_shortname": "glide",
							"parameter_type": 0,
							"parameter_invisible": 2,
							"parameter_mmin": 0,
							"parameter_mmax": 600.0,
							"parameter_unitstyle": 1,
							"parameter_exponent": 4.0
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-66",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1492.0,
						120.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-67",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1492.0,
						498.0,
						99.8,
						22.0
					],
					"text": "prepend glide"
				}
			},
			{
				"box": {
					"id": "obj-68",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						198.0,
						66.0,
						26.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						40.0,
						66.0,
						26.0
					],
					"text": "gate",
					"texton": "gate",
					"mode": 1,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "gate",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "gate",
							"parameter_shortname": "gate",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-69",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						156.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-70",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						138.0,
						352.0,
						93.19999999999999,
						22.0
					],
					"text": "prepend gate"
				}
			},
			{
				"box": {
					"id": "obj-71",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						488.0,
						198.0,
						66.0,
						26.0
					],
					"presentation": 1,
					"presentation_rect": [
						86.0,
						40.0,
						66.0,
						26.0
					],
					"text": "freeze",
					"texton": "freeze",
					"mode": 1,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "freeze",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "freeze",
							"parameter_shortname": "freeze",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-72",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						348.0,
						156.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-73",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						598.0,
						352.0,
						106.39999999999999,
						22.0
					],
					"text": "prepend freeze"
				}
			},
			{
				"box": {
					"id": "obj-74",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						650.0,
						198.0,
						66.0,
						26.0
					],
					"presentation": 1,
					"presentation_rect": [
						158.0,
						40.0,
						66.0,
						26.0
					],
					"text": "mute",
					"texton": "mute",
					"mode": 1,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "mute",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "mute",
							"parameter_shortname": "mute",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-75",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						449.0,
						156.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-76",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						832.0,
						352.0,
						93.19999999999999,
						22.0
					],
					"text": "prepend mute"
				}
			},
			{
				"box": {
					"id": "obj-77",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						812.0,
						198.0,
						90.0,
						18.0
					],
					"presentation": 1,
					"presentation_rect": [
						230.0,
						45.0,
						90.0,
						18.0
					],
					"parameter_enable": 1,
					"varname": "mode",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "mode",
							"parameter_shortname": "mode",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"loop",
								"once",
								"scrub",
								"pingpong",
								"endless"
							],
							"parameter_mmax": 4
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-78",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						549.0,
						156.0,
						126.19999999999999,
						22.0
					],
					"text": "prepend setsymbol"
				}
			},
			{
				"box": {
					"id": "obj-79",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1053.0,
						352.0,
						93.19999999999999,
						22.0
					],
					"text": "prepend mode"
				}
			},
			{
				"box": {
					"id": "obj-80",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1062.0,
						78.0,
						40.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						336.0,
						44.0,
						40.0,
						20.0
					],
					"text": "seed",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-81",
					"maxclass": "number",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1116.0,
						78.0,
						70.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						376.0,
						42.0,
						70.0,
						22.0
					],
					"minimum": 0,
					"maximum": 2147483647
				}
			},
			{
				"box": {
					"id": "obj-82",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1116.0,
						156.0,
						93.19999999999999,
						22.0
					],
					"text": "prepend seed"
				}
			},
			{
				"box": {
					"id": "obj-83",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1200.0,
						78.0,
						74.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						462.0,
						44.0,
						74.0,
						20.0
					],
					"text": "which voice",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-84",
					"maxclass": "number",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						471.0,
						702.0,
						48.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						536.0,
						42.0,
						48.0,
						22.0
					],
					"ignoreclick": 1
				}
			},
			{
				"box": {
					"id": "obj-85",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						471.0,
						660.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-86",
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						706.0,
						786.0,
						30.0,
						30.0
					],
					"comment": "values: gain 0.5 …; connected",
					"index": 1
				}
			},
			{
				"box": {
					"id": "obj-87",
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						760.0,
						786.0,
						30.0,
						30.0
					],
					"comment": "done and fail, with what they say",
					"index": 2
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"source": [
						"obj-4",
						0
					],
					"destination": [
						"obj-5",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-5",
						0
					],
					"destination": [
						"obj-6",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-6",
						0
					],
					"destination": [
						"obj-7",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-3",
						0
					],
					"destination": [
						"obj-9",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-7",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-9",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-10",
						0
					],
					"destination": [
						"obj-11",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-7",
						1
					],
					"destination": [
						"obj-12",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-11",
						1
					],
					"destination": [
						"obj-13",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-9",
						1
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-12",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-13",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-8",
						0
					],
					"destination": [
						"obj-15",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						0
					],
					"destination": [
						"obj-16",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-11",
						0
					],
					"destination": [
						"obj-16",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-16",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						1
					],
					"destination": [
						"obj-18",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-18",
						0
					],
					"destination": [
						"obj-17",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-17",
						0
					],
					"destination": [
						"obj-19",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-19",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						2
					],
					"destination": [
						"obj-21",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-21",
						1
					],
					"destination": [
						"obj-22",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-22",
						0
					],
					"destination": [
						"obj-20",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-20",
						0
					],
					"destination": [
						"obj-23",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-23",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						3
					],
					"destination": [
						"obj-25",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-25",
						1
					],
					"destination": [
						"obj-26",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-26",
						0
					],
					"destination": [
						"obj-24",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-24",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-27",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						4
					],
					"destination": [
						"obj-29",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-29",
						1
					],
					"destination": [
						"obj-30",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-30",
						0
					],
					"destination": [
						"obj-28",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-28",
						0
					],
					"destination": [
						"obj-31",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-31",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						5
					],
					"destination": [
						"obj-33",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-33",
						0
					],
					"destination": [
						"obj-32",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-32",
						0
					],
					"destination": [
						"obj-34",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-34",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						6
					],
					"destination": [
						"obj-36",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-36",
						0
					],
					"destination": [
						"obj-35",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-35",
						0
					],
					"destination": [
						"obj-37",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-37",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						7
					],
					"destination": [
						"obj-39",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-39",
						0
					],
					"destination": [
						"obj-38",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-38",
						0
					],
					"destination": [
						"obj-40",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-40",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						8
					],
					"destination": [
						"obj-42",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-42",
						0
					],
					"destination": [
						"obj-41",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-41",
						0
					],
					"destination": [
						"obj-43",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-43",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						9
					],
					"destination": [
						"obj-45",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-45",
						0
					],
					"destination": [
						"obj-44",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-44",
						0
					],
					"destination": [
						"obj-46",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-46",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						10
					],
					"destination": [
						"obj-48",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-48",
						0
					],
					"destination": [
						"obj-47",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-47",
						0
					],
					"destination": [
						"obj-49",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-49",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						11
					],
					"destination": [
						"obj-51",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-51",
						0
					],
					"destination": [
						"obj-50",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-50",
						0
					],
					"destination": [
						"obj-52",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-52",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						12
					],
					"destination": [
						"obj-54",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-54",
						0
					],
					"destination": [
						"obj-53",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-53",
						0
					],
					"destination": [
						"obj-55",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-55",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						13
					],
					"destination": [
						"obj-57",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-57",
						0
					],
					"destination": [
						"obj-56",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-56",
						0
					],
					"destination": [
						"obj-58",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-58",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						14
					],
					"destination": [
						"obj-60",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-60",
						0
					],
					"destination": [
						"obj-59",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-59",
						0
					],
					"destination": [
						"obj-61",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-61",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						15
					],
					"destination": [
						"obj-63",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-63",
						0
					],
					"destination": [
						"obj-62",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-62",
						0
					],
					"destination": [
						"obj-64",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-64",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						16
					],
					"destination": [
						"obj-66",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-66",
						0
					],
					"destination": [
						"obj-65",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-65",
						0
					],
					"destination": [
						"obj-67",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-67",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						17
					],
					"destination": [
						"obj-69",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-69",
						0
					],
					"destination": [
						"obj-68",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-68",
						0
					],
					"destination": [
						"obj-70",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-70",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						18
					],
					"destination": [
						"obj-72",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-72",
						0
					],
					"destination": [
						"obj-71",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-71",
						0
					],
					"destination": [
						"obj-73",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-73",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						19
					],
					"destination": [
						"obj-75",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-75",
						0
					],
					"destination": [
						"obj-74",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-74",
						0
					],
					"destination": [
						"obj-76",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-76",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						20
					],
					"destination": [
						"obj-78",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-78",
						0
					],
					"destination": [
						"obj-77",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-77",
						1
					],
					"destination": [
						"obj-79",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-79",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-14",
						0
					],
					"destination": [
						"obj-8",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-81",
						0
					],
					"destination": [
						"obj-82",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-82",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-11",
						1
					],
					"destination": [
						"obj-85",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-85",
						0
					],
					"destination": [
						"obj-84",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-8",
						0
					],
					"destination": [
						"obj-86",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-8",
						3
					],
					"destination": [
						"obj-87",
						0
					]
				}
			}
		]
	}
}
